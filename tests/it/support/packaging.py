"""Reads `kind<tab>text in hexadecimal digits`, a line each, and answers each with what the reference says: `-` is a refusal."""
import email.utils
import sys

import email_validator
import rfc3986
from packaging import _parser, licenses, metadata, requirements, specifiers, utils


def marker(node):
    if isinstance(node, list):
        return "[" + " ".join(marker(part) for part in node) + "]"
    if isinstance(node, tuple):
        return "(" + " ".join(marker(part) for part in node) + ")"
    if isinstance(node, _parser.Value):
        return "'" + node.value.encode("utf-8", "replace").hex()
    return str(node).replace(" ", "_")


def name(text):
    return utils.canonicalize_name(text, validate=True)


def specifier(text):
    return len({str(one) for one in specifiers.SpecifierSet(text)})


def requirement(text):
    requirements.Requirement(text)
    read = _parser.parse_requirement(text)
    extras = ",".join(utils.canonicalize_name(extra) for extra in read.extras)
    condition = marker(read.marker) if read.marker else ""
    return "|".join([utils.canonicalize_name(read.name), extras, read.url, condition])


def wheel(text):
    project, version, build, tags = utils.parse_wheel_filename(text)
    return "|".join([project, str(version), str(bool(build)), ",".join(sorted(map(str, tags)))])


def sdist(text):
    return "|".join(map(str, utils.parse_sdist_filename(text)))


def core(text):
    metadata.Metadata.from_email(text.encode())
    return "sound"


def mail(text):
    found = email.utils.getaddresses([text])
    if len(found) != 1:
        return "?"
    email_validator.validate_email(found[0][1], check_deliverability=False)
    return "sound"


def url(text):
    validator = rfc3986.validators.Validator().allow_schemes("http", "https")
    validator.require_presence_of("scheme")
    validator.check_validity_of("scheme", "host", "port", "path", "query")
    validator.validate(rfc3986.uri_reference(text).normalize())
    return "sound"


KINDS = {
    "name": name,
    "specifier": specifier,
    "requirement": requirement,
    "license": licenses.canonicalize_license_expression,
    "wheel": wheel,
    "sdist": sdist,
    "metadata": core,
    "email": mail,
    "url": url,
}


def answer(kind, text):
    try:
        return KINDS[kind](text)
    except (ValueError, metadata.ExceptionGroup, rfc3986.exceptions.RFC3986Exception, SyntaxError):
        return "-"


for line in open(sys.argv[1], encoding="ascii"):
    kind, text = line.rstrip("\n").split("\t")
    print(answer(kind, bytes.fromhex(text).decode("utf-8")))
