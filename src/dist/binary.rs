//! The formats of machine code, told by their first bytes.
//!
//! Not what the code needs or offers.

/// A format of machine code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Binary {
    /// Linux and most others.
    Elf,
    /// macOS.
    MachO,
    /// Windows.
    Pe,
}

impl Binary {
    /// Judges by the beginning of a file, 64 KiB or all of it.
    pub fn of(head: &[u8]) -> Option<Self> {
        let number = |at: usize| -> Option<[u8; 4]> { head.get(at..at + 4)?.try_into().ok() };
        match number(0)? {
            [0x7f, b'E', b'L', b'F'] => Some(Self::Elf),
            [0xfe, 0xed, 0xfa, 0xce | 0xcf] | [0xce | 0xcf, 0xfa, 0xed, 0xfe] => Some(Self::MachO),
            // Classes of Java begin so, too; the number of architectures is small, and Java's version is not.
            [0xca, 0xfe, 0xba, 0xbe] => {
                (u32::from_be_bytes(number(4)?) < 0x20).then_some(Self::MachO)
            }
            [b'M', b'Z', ..] => {
                let at = usize::try_from(u32::from_le_bytes(number(0x3c)?)).ok()?;
                (head.get(at..at.checked_add(4)?)? == b"PE\0\0").then_some(Self::Pe)
            }
            _ => None,
        }
    }

    /// The name of the format.
    pub fn name(self) -> &'static str {
        match self {
            Self::Elf => "ELF",
            Self::MachO => "Mach-O",
            Self::Pe => "PE",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machine_code_is_told_by_its_first_bytes() {
        let mut windows = b"MZ".to_vec();
        windows.resize(0x3c, 0);
        windows.extend(0x40_u32.to_le_bytes());
        windows.extend(b"PE\0\0");
        for (bytes, format) in [
            (&b"\x7fELF\x02\x01"[..], Some(Binary::Elf)),
            (b"\xcf\xfa\xed\xfe", Some(Binary::MachO)),
            (b"\xca\xfe\xba\xbe\0\0\0\x02", Some(Binary::MachO)),
            (b"\xca\xfe\xba\xbe\0\0\0\x34", None),
            (&windows, Some(Binary::Pe)),
            (b"MZ in a text", None),
            (b"", None),
        ] {
            assert_eq!(Binary::of(bytes), format);
        }
    }
}
