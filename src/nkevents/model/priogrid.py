"""Cells of PRIO-GRID, the half-degree grid of conflict research."""

_PER_DEGREE, _PER_ROW = 2, 720


def priogrid_cell(latitude: float, longitude: float) -> int:
    """Number of the PRIO-GRID cell that holds a point.

    Cells are numbered from 1, row by row from the South Pole, in a row from 180 degrees west.

    Parameters
    ----------
    latitude, longitude : float
        Degrees, WGS 84.

    Examples
    --------
    >>> priogrid_cell(10.51, 2.29)
    145085
    """
    row = min(int((latitude + 90) * _PER_DEGREE), 180 * _PER_DEGREE - 1)
    column = min(int((longitude + 180) * _PER_DEGREE), _PER_ROW - 1)
    return row * _PER_ROW + column + 1
