//! Further wordings of orders, found with texts that the rest of the lexicon was not written from.

mod eastern;
mod everywhere;
mod germanic;
mod romance;
mod slavic;

pub(super) use self::{
    eastern::EASTERN, everywhere::EVERYWHERE, germanic::GERMANIC, romance::ROMANCE, slavic::SLAVIC,
};
