//! Walks a TOML tree and notes every fault on the way, each with its key and place.
//!
//! Holds the walk itself and the `record!` table from which a record's fields, their reader and their description come.
//! Must not know which records there are.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::{Fault, Findings, Span};
use super::form::Form;
use super::text::{clip, closest, harm, harmless, listed, quoted};

/// A value of the TOML tree, with its place.
pub(crate) type Value<'t> = Spanned<DeValue<'t>>;

/// What was read, and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct At<T> {
    pub(crate) value: T,
    pub(crate) span: Span,
}

/// What became of a key of a record.
#[derive(Clone, Debug, Default)]
pub(crate) enum Slot<T> {
    /// It is not in the file.
    #[default]
    Absent,
    /// It is there, but cannot be used; that has been told.
    Broken(Span),
    /// It is there and sound.
    Sound(At<T>),
}

impl<T> Slot<T> {
    pub(crate) fn get(&self) -> Option<&T> {
        self.at().map(|at| &at.value)
    }

    pub(crate) fn at(&self) -> Option<&At<T>> {
        if let Self::Sound(at) = self { Some(at) } else { None }
    }

    pub(crate) fn span(&self) -> Option<Span> {
        match self {
            Self::Absent => None,
            Self::Broken(span) => Some(span.clone()),
            Self::Sound(at) => Some(at.span.clone()),
        }
    }

    pub(crate) const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

impl<T: Clone> Slot<T> {
    pub(crate) fn cloned(&self) -> Option<T> {
        self.get().cloned()
    }
}

/// Something that can be read from a value of the tree.
pub(crate) trait Read: Sized {
    /// What is expected, for messages: `a whole number`.
    const EXPECTED: &'static str;

    /// Returns what may be written, for the files of which that is told.
    fn form() -> Form {
        Form::Any
    }

    /// Reads it, or notes what is wrong with it.
    fn read(value: &Value<'_>, reader: &mut Reader) -> Option<Self>;
}

/// One key of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The key as it is written.
    pub key: &'static str,
    /// What it says.
    pub doc: &'static str,
    /// What has to be written there.
    pub expected: &'static str,
    /// The same, as data.
    pub(crate) form: Form,
}

/// A table with known keys.
pub(crate) trait Record: Default {
    /// What it is called in messages: `an exercise`.
    const WHAT: &'static str;
    /// What it says.
    const DOC: &'static str;

    /// Returns every key that it knows.
    fn fields() -> Vec<Field>;

    /// Returns the keys that were written, sound or not, with the places of their values.
    fn given(&self) -> Vec<(&'static str, Span)>;

    /// Reads the value of a key into its field, or tells that it has no such field.
    fn take(&mut self, key: &str, value: &Value<'_>, reader: &mut Reader) -> bool;
}

/// The walk: where it is, and what it has found.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    path: Vec<String>,
    pub(crate) findings: Findings,
}

impl Reader {
    /// Walks into a key.
    pub(crate) fn within<T>(&mut self, key: &str, walk: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(clip(&harmless(key), 60));
        let read = walk(self);
        self.path.pop();
        read
    }

    /// Notes a fault at the key where the walk is.
    pub(crate) fn fault(&mut self, span: Span, problem: impl Into<String>, expected: impl Into<String>) -> &mut Fault {
        let key = self.path.join(".");
        self.findings.push(Fault::new(span, key, problem, expected))
    }

    /// Notes that something else was expected than what is there.
    pub(crate) fn mistyped(&mut self, value: &Value<'_>, expected: &str) -> &mut Fault {
        let problem = format!("this is {}, not {expected}", kind_of(value.get_ref()));
        self.fault(value.span(), problem, format!("expected {expected}"))
    }

    /// Notes a word that is not among those known.
    pub(crate) fn unknown<'k>(
        &mut self,
        span: Span,
        word: &str,
        what: &str,
        known: impl IntoIterator<Item = &'k str>,
    ) -> &mut Fault {
        if self.findings.is_full() {
            return self.fault(span, format!("unknown {what}"), "");
        }
        // Names of the file itself are among the known ones; those that cannot be shown are of no help.
        let mut all: Vec<_> = known.into_iter().filter(|k| harm(k).is_none()).collect();
        let meant = closest(word, all.iter().copied()).map(str::to_owned);
        all.sort_unstable();
        all.dedup();
        let remedy = match meant {
            Some(meant) => Some(format!("did you mean \"{meant}\"?")),
            None if all.is_empty() => None,
            None => Some(format!("choose from {}", listed(&all))),
        };
        let fault = self.fault(span, format!("unknown {what} {}", quoted(word)), format!("there is no such {what}"));
        fault.remedy = remedy;
        fault
    }

    /// Returns a table's keys and values in the order of the file.
    pub(crate) fn in_order<'v, 't>(
        table: &'v DeTable<'t>,
    ) -> Vec<(&'v Spanned<std::borrow::Cow<'t, str>>, &'v Value<'t>)> {
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        entries
    }

    /// Reads a table with known keys; an unknown one is a fault.
    pub(crate) fn record<R: Record>(&mut self, table: &DeTable<'_>) -> R {
        let mut record = R::default();
        for (key, value) in Self::in_order(table) {
            let known = self.within(key.get_ref(), |reader| record.take(key.get_ref(), value, reader));
            if !known && self.findings.is_full() {
                self.fault(key.span(), "unknown key", "");
            } else if !known {
                let fields = R::fields();
                let keys: Vec<_> = fields.iter().map(|f| f.key).collect();
                let meant = closest(key.get_ref(), keys.iter().copied());
                let meant =
                    meant.map(|key| self.path.iter().map(String::as_str).chain([key]).collect::<Vec<_>>().join("."));
                self.within(key.get_ref(), |reader| {
                    let fault = reader.unknown(key.span(), key.get_ref(), "key", keys);
                    fault.meant = meant;
                    fault.expecting(format!("{} has no such key", R::WHAT));
                });
            }
        }
        record
    }

    /// Reads the value of a key into a slot.
    pub(crate) fn slot<T: Read>(&mut self, value: &Value<'_>) -> Slot<T> {
        let span = value.span();
        match T::read(value, self) {
            Some(value) => Slot::Sound(At { value, span }),
            None => Slot::Broken(span),
        }
    }
}

/// Returns what a value is, for messages.
pub(crate) const fn kind_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with a fraction",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time of day",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// Defines a record by a table of its keys: the struct, its reader and its description come from the same lines.
///
/// `..name: Type` takes in the keys of another record, so that they can be written one level higher.
macro_rules! record {
    (
        $(#[doc = $doc:literal])*
        $name:ident, $what:literal {
            $($(#[doc = $fdoc:literal])+ $field:ident: $type:ty = $key:literal;)*
        }
        $(..$inner:ident: $inner_type:ty)?
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, Default)]
        pub(super) struct $name {
            $($(#[doc = $fdoc])+ pub(super) $field: $crate::catalog_file::reader::Slot<$type>,)*
            $(pub(super) $inner: $inner_type,)?
        }

        impl $crate::catalog_file::reader::Record for $name {
            const WHAT: &'static str = $what;
            const DOC: &'static str = concat!($($doc),*).trim_ascii();

            fn fields() -> Vec<$crate::catalog_file::reader::Field> {
                let fields = vec![$($crate::catalog_file::reader::Field {
                    key: $key,
                    doc: concat!($($fdoc),+).trim_ascii(),
                    expected: <$type as $crate::catalog_file::reader::Read>::EXPECTED,
                    form: <$type as $crate::catalog_file::reader::Read>::form(),
                },)*];
                $(let fields = [fields, <$inner_type as $crate::catalog_file::reader::Record>::fields()].concat();)?
                fields
            }

            fn given(&self) -> Vec<(&'static str, $crate::catalog_file::fault::Span)> {
                let given = [$(self.$field.span().map(|span| ($key, span)),)*];
                let given: Vec<_> = given.into_iter().flatten().collect();
                $(let given = [given, self.$inner.given()].concat();)?
                given
            }

            fn take(
                &mut self,
                key: &str,
                value: &$crate::catalog_file::reader::Value<'_>,
                reader: &mut $crate::catalog_file::reader::Reader,
            ) -> bool {
                match key {
                    $($key => { self.$field = reader.slot(value); true })*
                    _ => { false $(|| self.$inner.take(key, value, reader))? }
                }
            }
        }

        impl $crate::catalog_file::reader::Read for $name {
            const EXPECTED: &'static str = "a table";

            fn form() -> $crate::catalog_file::form::Form {
                $crate::catalog_file::form::Form::Record(<Self as $crate::catalog_file::reader::Record>::WHAT)
            }

            fn read(
                value: &$crate::catalog_file::reader::Value<'_>,
                reader: &mut $crate::catalog_file::reader::Reader,
            ) -> Option<Self> {
                let toml::de::DeValue::Table(table) = value.get_ref() else {
                    let keys: Vec<_> = <Self as $crate::catalog_file::reader::Record>::fields().iter().map(|f| f.key).collect();
                    let keys = $crate::catalog_file::text::listed(&keys);
                    reader.mistyped(value, Self::EXPECTED).remedy(format!("write {{ key = value, … }}; the keys are {keys}"));
                    return None;
                };
                Some(reader.record(table))
            }
        }
    };
}
pub(crate) use record;
