"""Krippendorff's alpha for codes without an order."""

import numpy as np
import pandas as pd


def nominal_alpha(codes: pd.DataFrame) -> float:
    """Agreement of coders beyond chance: 1 is perfect, 0 is what chance gives.

    The packaged implementation (krippendorff on PyPI) is under the GPL, which this package is not.

    Parameters
    ----------
    codes : pandas.DataFrame
        One row per unit, one column per coder; missing where a coder did not code the unit.

    Returns
    -------
    float
        NaN where no unit was coded twice, or all coded alike: then chance alone would agree as well.

    References
    ----------
    Krippendorff, K. (2011), Computing Krippendorff's Alpha-Reliability, University of Pennsylvania.

    Examples
    --------
    >>> import pandas as pd
    >>> nominal_alpha(pd.DataFrame({"first": ["a", "b", "b"], "second": ["a", "b", "a"]})).__round__(3)
    0.444
    """
    code, distinct = pd.factorize(codes.astype(object).to_numpy().ravel())
    unit = np.repeat(np.arange(len(codes)), codes.shape[1])
    per_unit = np.zeros((len(codes), len(distinct)))
    np.add.at(per_unit, (unit[code >= 0], code[code >= 0]), 1)
    coders = per_unit.sum(axis=1)
    per_unit, coders = per_unit[coders > 1], coders[coders > 1]
    total = coders.sum()
    apart = ((coders**2 - (per_unit**2).sum(axis=1)) / (coders - 1)).sum()
    by_chance = (total**2 - (per_unit.sum(axis=0) ** 2).sum()) / max(total - 1, 1)
    return float(1 - apart / by_chance) if by_chance else float(np.nan)
