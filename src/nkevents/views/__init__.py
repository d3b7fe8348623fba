"""What a user asks of the data, as pandas frames; `nkevents.Dataset` lists the functions that are its methods."""

from nkevents.views import accounts as accounts
from nkevents.views import citing as citing
from nkevents.views import derived as derived
from nkevents.views import evidence as evidence
from nkevents.views import history as history
from nkevents.views import near as near
from nkevents.views import panel as panel
from nkevents.views import provisions as provisions
from nkevents.views import reference as reference
from nkevents.views import revisions as revisions
from nkevents.views import search as search
from nkevents.views import timeline as timeline
