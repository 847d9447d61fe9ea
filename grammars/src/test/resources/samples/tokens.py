"""tokens.py rotates the tokens of a shop."""
import os


class TokenStore:
    """Keeps refresh tokens in memory with a sliding expiry."""

    def put(self, token):
        """Store one token."""
        self._grow()

    def _grow(self):
        pass


@cached(size=3)
async def rotate(user, token="x", *args, force=False):
    """
    Rotate the refresh token of a user.

    Longer text.
    """
    def inner():
        """Not seen."""
    return token


def many(a, b: int, c=1, d: str = "", e=None, f=None):
    "Takes many arguments."


def undocumented(x):
    # only a remark
    return x


def _private():
    """Hidden."""
