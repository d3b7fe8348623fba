"""What the data set out to cover."""

import datetime as dt

# Later events are in the data only as the end of what began before, such as a release of captives.
FIRST_DAY, LAST_DAY = dt.date(2020, 9, 27), dt.date(2021, 12, 31)
