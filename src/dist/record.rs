//! RECORD: the path, digest and size of every member of a wheel.
//!
//! Not whether it is true: `contents` has what the members are.
use super::{Document, MEMBER_LIMIT};
use std::collections::BTreeMap;
use std::ops::Range;

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The member.
    pub path: String,
    /// The digest as written: `sha256=` and URL-safe base64 without padding; empty for RECORD itself.
    pub hash: String,
    /// The size as written; empty for RECORD itself.
    pub size: String,
    /// Where the row stands, in bytes.
    pub span: Range<usize>,
}

/// What a RECORD says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Where it was read.
    pub document: Document,
    /// Its rows, as far as they can be read.
    pub rows: Vec<Row>,
    /// Why the rest cannot be read.
    pub problem: Option<String>,
}

impl Record {
    /// Its rows by the path of their member; of two rows of one path the last.
    pub fn by_path(&self) -> BTreeMap<&[u8], &Row> {
        let rows = self.rows.iter();
        rows.map(|row| (row.path.as_bytes(), row)).collect()
    }

    /// Reads a RECORD, as far as it can be read.
    pub fn new(document: Document) -> Self {
        let mut record = Self {
            document,
            rows: Vec::new(),
            problem: None,
        };
        let bytes = record.document.bytes.clone();
        if let Err(error) = std::str::from_utf8(&bytes) {
            record.problem = Some(format!(
                "it is not UTF-8 from byte {} on",
                error.valid_up_to()
            ));
        }
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(&*bytes);
        let mut row = csv::ByteRecord::new();
        loop {
            if record.rows.len() > MEMBER_LIMIT {
                record.problem = Some(format!("only its first {MEMBER_LIMIT} rows are looked at"));
                return record;
            }
            let start = usize::try_from(reader.position().byte()).unwrap_or(0);
            match reader.read_byte_record(&mut row) {
                Ok(true) => {}
                Ok(false) => return record,
                Err(error) => {
                    record.problem = Some(format!("it is not CSV: {error}"));
                    return record;
                }
            }
            let end = usize::try_from(reader.position().byte()).unwrap_or(0);
            let [path, hash, size] =
                [0, 1, 2].map(|at| String::from_utf8_lossy(row.get(at).unwrap_or(b"")).into());
            let written = bytes.get(start..end).unwrap_or_default();
            let skipped = written.len() - written.trim_ascii_start().len();
            let span = start + skipped..start + written.trim_ascii_end().len().max(skipped);
            record.rows.push(Row {
                path,
                hash,
                size,
                span,
            });
            if row.len() != 3 && record.problem.is_none() {
                record.problem = Some(format!(
                    "row {} has {} columns, and 3 are expected",
                    record.rows.len(),
                    row.len()
                ));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(text: &str) -> Record {
        Record::new(Document {
            archive: std::path::Path::new("x").into(),
            name: "RECORD".into(),
            bytes: text.as_bytes().into(),
        })
    }

    #[test]
    fn rows_have_spans() {
        let text = "a.py,sha256=x,1\r\n\"b,c.py\",,\r\n";
        let record = record(text);
        assert_eq!(record.problem, None);
        assert_eq!(record.rows[1].path, "b,c.py");
        assert_eq!(&text[record.rows[1].span.clone()], "\"b,c.py\",,");
    }

    #[test]
    fn a_row_of_two_columns_is_a_problem() {
        assert_eq!(
            record("a,b\n").problem.as_deref(),
            Some("row 1 has 2 columns, and 3 are expected")
        );
    }
}
