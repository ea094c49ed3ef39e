//! The platform tags that PyPI takes, as of 2026-08.
//!
//! Not what an installer takes: that depends on its machine.

const FIXED: &[&str] = &[
    "any",
    "win32",
    "win_arm64",
    "win_amd64",
    "win_ia64",
    "manylinux1_x86_64",
    "manylinux1_i686",
    "manylinux2010_x86_64",
    "manylinux2010_i686",
    "manylinux2014_x86_64",
    "manylinux2014_i686",
    "manylinux2014_aarch64",
    "manylinux2014_armv7l",
    "manylinux2014_ppc64",
    "manylinux2014_ppc64le",
    "manylinux2014_s390x",
    "linux_armv6l",
    "linux_armv7l",
];

const MACOS: &[&str] = &[
    "ppc",
    "ppc64",
    "i386",
    "x86_64",
    "arm64",
    "intel",
    "fat",
    "fat3",
    "fat64",
    "universal",
    "universal2",
];

/// The releases of macOS after 10, whose tags have the minor number 0.
const MACOS_MAJORS: &[u32] = &[11, 12, 13, 14, 15, 26];

/// `ppc64` is for manylinux only.
const LINUX: &[&str] = &[
    "x86_64", "i686", "aarch64", "armv7l", "ppc64le", "s390x", "riscv64",
];

const IOS: &[&str] = &[
    "arm64_iphoneos",
    "arm64_iphonesimulator",
    "x86_64_iphoneos",
    "x86_64_iphonesimulator",
];

const ANDROID: &[&str] = &["armeabi_v7a", "arm64_v8a", "x86", "x86_64"];

/// Whether PyPI takes wheels for this platform.
pub fn is_accepted(tag: &str) -> bool {
    let two = |prefix: &str| -> Option<(u32, u32, &str)> {
        let (major, rest) = number(tag.strip_prefix(prefix)?)?;
        let (minor, rest) = number(rest)?;
        Some((major, minor, rest))
    };
    let macos = |(major, minor, machine): (u32, u32, &str)| {
        (major == 10 || (minor == 0 && MACOS_MAJORS.contains(&major))) && MACOS.contains(&machine)
    };
    FIXED.contains(&tag)
        || two("macosx_").is_some_and(macos)
        || two("manylinux_").is_some_and(|(_, _, m)| LINUX.contains(&m) || m == "ppc64")
        || two("musllinux_").is_some_and(|(_, _, machine)| LINUX.contains(&machine))
        || two("ios_").is_some_and(|(_, _, machine)| IOS.contains(&machine))
        || two("pyemscripten_").is_some_and(|(_, _, machine)| machine == "wasm32")
        || tag
            .strip_prefix("android_")
            .and_then(number)
            .is_some_and(|(_, machine)| ANDROID.contains(&machine))
}

/// Reads a number and the `_` after it.
fn number(text: &str) -> Option<(u32, &str)> {
    let (digits, rest) = text.split_once('_')?;
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    Some((digits.parse().ok().filter(|_| is_number)?, rest))
}

#[cfg(test)]
mod tests {
    use super::is_accepted;

    #[test]
    fn platforms() {
        for tag in [
            "any",
            "win_amd64",
            "linux_armv7l",
            "macosx_10_9_x86_64",
            "macosx_14_0_arm64",
            "manylinux_2_28_x86_64",
            "manylinux_2_17_ppc64",
            "musllinux_1_2_aarch64",
            "ios_13_0_arm64_iphoneos",
            "android_21_arm64_v8a",
            "pyemscripten_2025_0_wasm32",
        ] {
            assert!(is_accepted(tag), "{tag}");
        }
        for tag in [
            "linux_x86_64",
            "macosx_12_1_arm64",
            "macosx_16_0_arm64",
            "manylinux_2_17_loongarch64",
            "musllinux_1_2_ppc64",
            "manylinux_2_x86_64",
            "win64",
            "",
            "manylinux_+2_17_x86_64",
        ] {
            assert!(!is_accepted(tag), "{tag}");
        }
    }
}
