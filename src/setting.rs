//! Checks of single settings that several sections share; each says in words what it wants.

use serde::de::{Deserialize, Deserializer, Error};

/// A whole number from `LOW` to `HIGH`.
///
/// # Errors
/// When the value is anything else.
pub fn whole<'de, D, T, const LOW: i64, const HIGH: i64>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: TryFrom<i64>,
{
    let n = i64::deserialize(deserializer)?;
    let wanted = || {
        if HIGH == i64::MAX {
            format!("`{n}` is too small; {LOW} is the least")
        } else {
            format!("`{n}` is not a number from {LOW} to {HIGH}")
        }
    };
    if !(LOW..=HIGH).contains(&n) {
        return Err(D::Error::custom(wanted()));
    }
    T::try_from(n).map_err(|_| D::Error::custom(wanted()))
}

/// A number between 0 and 1, both left out.
///
/// # Errors
/// When the value is anything else.
pub fn between_0_and_1<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    let number = f64::deserialize(deserializer)?;
    if 0.0 < number && number < 1.0 {
        Ok(number)
    } else {
        Err(D::Error::custom(format!("`{number}` is not between 0 and 1; write for example 0.95")))
    }
}

/// A share from one half to 1, both included.
///
/// # Errors
/// When the value is anything else.
pub fn half_to_one<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    let number = f64::deserialize(deserializer)?;
    if (0.5..=1.0).contains(&number) {
        Ok(number)
    } else {
        Err(D::Error::custom(format!("`{number}` is not a share from 0.5 to 1")))
    }
}

/// A weight: a number that is not negative.
///
/// # Errors
/// When the value is anything else.
pub fn weight<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    let number = f64::deserialize(deserializer)?;
    if number.is_finite() && 0.0 <= number {
        Ok(number)
    } else {
        Err(D::Error::custom(format!("`{number}` is no weight; write 0 or a positive number")))
    }
}
