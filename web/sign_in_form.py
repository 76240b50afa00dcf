"""The forms by which people sign in and set their password."""

from typing import Final

from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, EqualTo, Length

SHORTEST_PASSWORD: Final = 12
LONGEST_PASSWORD: Final = 128


class SignInForm(FlaskForm):
    """E-mail address and password, and where the person was going."""

    email = StringField(
        "Email address",
        filters=[lambda text: (text or "").strip()],
        validators=[DataRequired("Enter your email address"), Length(max=254)],
    )
    password = PasswordField(
        "Password", validators=[DataRequired("Enter your password"), Length(max=LONGEST_PASSWORD)]
    )
    next = HiddenField()
    held_post = HiddenField()


class SetPasswordForm(FlaskForm):
    """A new password, twice."""

    password = PasswordField(
        "New password",
        validators=[
            DataRequired("Enter a new password"),
            Length(
                SHORTEST_PASSWORD,
                LONGEST_PASSWORD,
                f"Your password must be {SHORTEST_PASSWORD} characters or more",
            ),
        ],
    )
    again = PasswordField(
        "Type the password again",
        validators=[EqualTo("password", "The two passwords must be the same")],
    )
