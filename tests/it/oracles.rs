//! Our readers beside the reference implementations: PEP 440 beside `packaging`, Python literals beside CPython's `ast`.
use crate::support::{Scratch, tool, tools};
use release_guard::project::python::{Answer, Part, PartValue, read};
use release_guard::version::Version;
use std::cmp::Ordering;
use std::fmt::Write as _;
use std::process::Command;

/// How many versions are compared.
const VERSIONS: usize = 100_000;

/// Reads version texts, a line each, and answers each with its normal form, or `-`, and how it compares with the next.
const PACKAGING: &str = "\
import sys
from packaging.version import Version, InvalidVersion
def parse(text):
    try:
        return Version(text)
    except InvalidVersion:
        return None
read = [parse(line.rstrip('\\n')) for line in open(sys.argv[1], encoding='utf-8', newline='\\n')]
for one, other in zip(read, read[1:] + read[:1]):
    order = '-' if one is None or other is None else '<' if one < other else '>' if one > other else '='
    print('-' if one is None else one, order)
";

/// Numbers that look random and are the same each time.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: usize) -> usize {
        // Knuth's linear congruential generator; its upper bits are the good ones.
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    pub fn pick<'p>(&mut self, from: &[&'p str]) -> &'p str {
        from[self.roll(from.len())]
    }
}

/// A text that is a version, nearly one, or none.
fn version(dice: &mut Dice) -> String {
    let number = ["0", "1", "2", "10", "00", "01", "2024", ""];
    let mut text = String::from(dice.pick(&["", "", "", "", "v", "V", " ", "x"]));
    text += dice.pick(&["", "", "", "", "", "0!", "1!", "!"]);
    for part in 0..=dice.roll(4) {
        text += if part == 0 {
            ""
        } else {
            dice.pick(&[".", ".", ".", ".", ".", ".", "-", ".."])
        };
        text += dice.pick(&number[..7]);
    }
    for words in [
        &[
            "a", "b", "rc", "c", "alpha", "beta", "pre", "preview", "RC", "gamma", "final",
        ][..],
        &["post", "rev", "r", "-", "POST"],
        &["dev", "Dev", "snapshot"],
    ] {
        if dice.roll(3) == 0 {
            text += dice.pick(&["", ".", "-", "_", ""]);
            text += dice.pick(words);
            text += dice.pick(&["", "", ".", "-", "_"]);
            text += dice.pick(&number);
        }
    }
    if dice.roll(6) == 0 {
        text += "+";
        for part in 0..=dice.roll(3) {
            text += if part == 0 {
                ""
            } else {
                dice.pick(&[".", "-", "_"])
            };
            text += dice.pick(&["abc", "1", "01", "Ubuntu", "5a", "", "é"]);
        }
    }
    text + dice.pick(&["", "", "", "", "", "", " ", "\t", "."])
}

#[test]
fn versions_are_read_spelled_and_ordered_as_packaging_does() {
    tools();
    let scratch = Scratch::new();
    let mut dice = Dice(440);
    let texts: Vec<String> = (0..VERSIONS).map(|_| version(&mut dice)).collect();
    scratch.write("versions.txt", texts.join("\n") + "\n");
    scratch.write("answer.py", PACKAGING);
    let output =
        scratch.run(Command::new(tool("python")).args(["-X", "utf8", "answer.py", "versions.txt"]));
    assert!(output.status.success(), "{}", crate::support::text(&output));
    let answers = String::from_utf8(output.stdout).unwrap();
    assert_eq!(answers.lines().count(), VERSIONS);
    let ours: Vec<Option<Version>> = texts.iter().map(|text| text.parse().ok()).collect();
    let mut wrong = String::new();
    let mut valid = 0;
    for (at, theirs) in answers.lines().enumerate() {
        let (one, other) = (&ours[at], &ours[(at + 1) % VERSIONS]);
        valid += usize::from(one.is_some());
        let order = match (one, other) {
            (Some(one), Some(other)) => match one.cmp(other) {
                Ordering::Less => '<',
                Ordering::Greater => '>',
                Ordering::Equal => '=',
            },
            _ => '-',
        };
        let mine = format!(
            "{} {order}",
            one.as_ref().map_or("-".into(), Version::to_string)
        );
        if mine != theirs {
            writeln!(
                wrong,
                "{:?} before {:?}: {mine}, packaging {theirs}",
                texts[at],
                texts[(at + 1) % VERSIONS]
            )
            .unwrap();
        }
    }
    assert!(
        wrong.is_empty(),
        "{}",
        wrong.lines().take(20).collect::<Vec<_>>().join("\n")
    );
    assert!(
        (VERSIONS / 4..VERSIONS * 9 / 10).contains(&valid),
        "{valid} of {VERSIONS} are versions: too few of one kind"
    );
}

/// Prints, for every module below a folder, each name that its top level binds first by a plain assignment and never
/// again: path, name, and the value where it is a string, or a tuple or list of strings and whole numbers. Characters that
/// are named, and halves of characters, are left out: for us they are computed.
const AST: &str = "\
import ast, collections, pathlib, sys, warnings
warnings.simplefilter('ignore')
def shown(node):
    value = node.value if isinstance(node, ast.Constant) else None
    if isinstance(value, str):
        return 's' + value.encode('utf-8', 'surrogatepass').hex()
    if type(value) is int and value < 2 ** 64:
        return 'n' + str(value)
    return None
def answer(node):
    if isinstance(node, (ast.Tuple, ast.List)):
        parts = [shown(part) for part in node.elts]
        return '-' if None in parts else '(' + ' '.join(parts) + ')'
    text = shown(node)
    return text if text and text[0] == 's' else '-'
for path in sorted(pathlib.Path(sys.argv[1]).rglob('*.py')):
    try:
        source = path.read_bytes()
        tree = ast.parse(source)
        text = source.decode('utf-8')
    except (SyntaxError, ValueError):
        continue
    bound = collections.Counter()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, (ast.Store, ast.Del)):
            bound[node.id] += 1
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            bound[node.name] += 1
        elif isinstance(node, ast.alias):
            bound[(node.asname or node.name).split('.')[0]] += 1
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) and node.value else []
        for target in targets:
            if isinstance(target, ast.Name) and bound[target.id] == 1:
                segment = ast.get_source_segment(text, node.value)
                if '\\\\N{' not in segment and '\\\\ud' not in segment.lower():
                    print(path, target.id, answer(node.value), sep='\\t')
";

/// A value as the script prints it.
fn shown(text: &str) -> String {
    let hex: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
    format!("s{hex}")
}

#[test]
fn literals_of_installed_modules_are_read_as_cpython_reads_them() {
    let scratch = Scratch::new();
    scratch.write("bindings.py", AST);
    let folder = tools().join("lib");
    let output = scratch.run(
        Command::new(tool("python"))
            .args(["-X", "utf8", "bindings.py"])
            .arg(&folder),
    );
    assert!(output.status.success(), "{}", crate::support::text(&output));
    let answers = String::from_utf8(output.stdout).unwrap();
    let mut wrong = String::new();
    let (mut read_so_far, mut bytes) = (String::new(), Vec::new());
    let (mut literals, mut tuples) = (0, 0);
    // The whole file is read for each name, so that all of them would take a minute.
    for line in answers.lines().step_by(3) {
        let [path, name, theirs] = line.split('\t').collect::<Vec<_>>().try_into().unwrap();
        if read_so_far != path {
            bytes = std::fs::read(path).unwrap();
            read_so_far = path.to_owned();
        }
        let mine = match read(&bytes, name).answer {
            Answer::Literal(literal) => shown(&literal.value),
            Answer::Tuple(tuple) => {
                tuples += 1;
                let part = |part: &Part| match &part.value {
                    PartValue::Number(number) => format!("n{number}"),
                    PartValue::Text(text) => shown(text),
                };
                let parts: Vec<String> = tuple.parts.iter().map(part).collect();
                format!("({})", parts.join(" "))
            }
            _ => "-".to_owned(),
        };
        literals += usize::from(theirs.starts_with('s'));
        if mine != theirs {
            writeln!(wrong, "{path}: {name}: {mine}, CPython {theirs}").unwrap();
        }
    }
    assert!(
        wrong.is_empty(),
        "{}",
        wrong.lines().take(20).collect::<Vec<_>>().join("\n")
    );
    assert!(
        literals > 300 && tuples > 300,
        "only {literals} strings and {tuples} tuples were found"
    );
}
