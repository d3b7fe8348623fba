"""What agreements and truces oblige to, and what is said to have come of it."""

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from nkevents.model.edtf import OPEN_END, to_arrays
from nkevents.rule.claim_arrays import MISSING
from nkevents.rule.provision_states import STATES, obligations
from nkevents.views.base import Base, Day, integers


class ObligationViews(Base):
    """Views of the provisions."""

    def provisions(self, event: str | None = None, *, as_of: Day | None = None) -> pd.DataFrame:
        """Load the obligations of agreements and truces, each with its state.

        Parameters
        ----------
        event : str, optional
            Only obligations from this agreement, by id or slug.
        as_of : str or date, optional
            As in `load`; an obligation is shown once its agreement is.

        Returns
        -------
        pandas.DataFrame
            Columns of the table provisions, then slug, obligor, state and n_claims (compliance claims known by
            then). States: pending; overdue (due day passed, nothing said); begun (begun or partly fulfilled);
            claimed (somebody says fulfilled, none against); fulfilled (both sides, or one and a third-side speaker,
            say so); alleged (somebody says broken, none against); broken (both, or one and a third-side speaker,
            say so); disputed (live claims conflict).

        Raises
        ------
        UnknownValueError
            If the event is not in the data.

        Examples
        --------
        >>> import nkevents
        >>> p = nkevents.provisions("ceasefire-statement-2020", as_of="2020-11-11")
        >>> "9" in set(p["point"])
        True
        """
        data, states = self._encoded, self._states(as_of)
        frame = self._tables.frame("provisions")
        texts = frame["due"].fillna("9999").tolist()
        due = np.where(frame["due"].isna(), OPEN_END, to_arrays(texts).end)
        last = states.as_of[0] if len(states.as_of) else 0
        state = obligations(data, states.claims, states.alive, due < last)
        agreement = np.array([self._slugs[each] for each in frame["event_id"]], dtype=np.int64)
        frame["slug"] = self._named(self._tables.arrow("events")["slug"].combine_chunks(), agreement)
        obligor = pc.index_in(
            self._tables.arrow("provisions")["obligor_id"].combine_chunks(),
            value_set=self._tables.arrow("actors")["actor_id"].combine_chunks(),
        )
        frame["obligor"] = self._named(self._actor_names("en"), np.asarray(obligor.fill_null(MISSING)))
        frame["state"] = pd.Categorical.from_codes(state, dtype=pd.CategoricalDtype(list(STATES)))
        compliance = states.claims.provision[data.of_kind("compliance", states.claims)]
        frame["n_claims"] = integers(np.bincount(compliance, minlength=len(frame)))
        keep = states.visible[agreement]
        if event is not None:
            keep &= agreement == self._event(event)
        frame = frame[keep].reset_index(drop=True)
        frame.attrs.update(self._attrs(as_of))
        return frame
