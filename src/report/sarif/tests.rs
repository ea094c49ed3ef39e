use crate::flags::Format;
use crate::report::mixed;
use snapbox::{IntoData as _, assert_data_eq, str};

#[test]
fn the_log_is_sarif_2_1_0() {
    assert_data_eq!(
        mixed::report().render(Format::Sarif),
        str![[r#"
{
  "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
  "version": "2.1.0",
  "runs": [
    {
      "tool": {
        "driver": {
          "name": "check-version",
          "version": "0.1.0",
          "rules": [
            {
              "id": "places-disagree",
              "shortDescription": {
                "text": "two places disagree"
              },
              "fullDescription": {
                "text": "Because it matters."
              },
              "help": {
                "text": "Say the same in both."
              },
              "defaultConfiguration": {
                "level": "error"
              }
            },
            {
              "id": "odd-member",
              "shortDescription": {
                "text": "two places disagree"
              },
              "fullDescription": {
                "text": "Because it matters."
              },
              "help": {
                "text": "Say the same in both."
              },
              "defaultConfiguration": {
                "level": "warning"
              }
            },
            {
              "id": "worth-knowing",
              "shortDescription": {
                "text": "two places disagree"
              },
              "fullDescription": {
                "text": "Because it matters."
              },
              "help": {
                "text": "Say the same in both."
              },
              "defaultConfiguration": {
                "level": "note"
              }
            }
          ]
        }
      },
      "columnKind": "unicodeCodePoints",
      "results": [
        {
          "ruleId": "places-disagree",
          "ruleIndex": 0,
          "level": "error",
          "message": {
            "text": "`1.2.0` and `1.1.0` disagree\nhelp: run `check-version --fix`"
          },
          "locations": [
            {
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "src/%C3%BC%2C%20100%25.py"
                },
                "region": {
                  "startLine": 2,
                  "startColumn": 16,
                  "endLine": 2,
                  "endColumn": 21
                }
              },
              "message": {
                "text": "declared here"
              }
            }
          ],
          "relatedLocations": [
            {
              "id": 1,
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "pyproject.toml"
                },
                "region": {
                  "startLine": 2,
                  "startColumn": 12,
                  "endLine": 2,
                  "endColumn": 17
                }
              }
            }
          ],
          "partialFingerprints": {
            "primaryLocationLineHash": "b2d8fe0ed49d5ee4:1"
          }
        },
        {
          "ruleId": "odd-member",
          "ruleIndex": 1,
          "level": "warning",
          "message": {
            "text": "`a\u001b[31m\nb` is odd: 50%"
          },
          "locations": [
            {
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "dist/demo-1.0.tar.gz"
                }
              },
              "logicalLocations": [
                {
                  "fullyQualifiedName": "demo-1.0/PKG-INFO"
                }
              ]
            }
          ],
          "partialFingerprints": {
            "primaryLocationLineHash": "227f74fbada30e1a:1"
          }
        },
        {
          "ruleId": "odd-member",
          "ruleIndex": 1,
          "level": "warning",
          "message": {
            "text": "bytes after the end"
          },
          "locations": [
            {
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "dist/demo-1.0.tar.gz"
                },
                "region": {
                  "byteOffset": 512
                }
              }
            }
          ],
          "partialFingerprints": {
            "primaryLocationLineHash": "5be6c6d3d1e4dd5d:1"
          }
        },
        {
          "ruleId": "worth-knowing",
          "ruleIndex": 2,
          "level": "note",
          "message": {
            "text": "`v1.0` is new"
          },
          "locations": [
            {
              "logicalLocations": [
                {
                  "fullyQualifiedName": "refs/tags/v1.0"
                }
              ],
              "message": {
                "text": "pushed"
              }
            }
          ],
          "partialFingerprints": {
            "primaryLocationLineHash": "2bec363c828eaa80:1"
          }
        },
        {
          "ruleId": "worth-knowing",
          "ruleIndex": 2,
          "level": "note",
          "message": {
            "text": "nothing is said"
          },
          "locations": [
            {
              "logicalLocations": [
                {
                  "fullyQualifiedName": "commit message"
                }
              ]
            }
          ],
          "partialFingerprints": {
            "primaryLocationLineHash": "b8ad261686c94213:1"
          }
        },
        {
          "ruleId": "worth-knowing",
          "ruleIndex": 2,
          "level": "note",
          "message": {
            "text": "this has no place"
          },
          "locations": [],
          "partialFingerprints": {
            "primaryLocationLineHash": "4175607938159bf3:1"
          }
        }
      ]
    }
  ]
}

"#]]
        .raw()
    );
}

#[test]
fn equal_lines_have_fingerprints_of_their_own() {
    let mut report = mixed::report();
    report.findings.push(report.findings[0].clone());
    let text = report.render(Format::Sarif);
    assert!(text.contains(":1\"") && text.contains(":2\""), "{text}");
}
