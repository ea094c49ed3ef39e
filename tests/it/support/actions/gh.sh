#!/bin/sh
# What `gh` does in our workflows: it lets git push, and asks for a run, which is written down for the runner.
if [ -z "$GH_TOKEN" ]; then
    echo "gh: To use GitHub CLI in a GitHub Actions workflow, set the GH_TOKEN environment variable." >&2
    exit 4
fi
may() {
    case " $STAND_IN_MAY " in
    *" $1 "*) ;;
    *)
        echo "HTTP 403: Resource not accessible by integration" >&2
        exit 1
        ;;
    esac
}
case "$1 $2" in
"auth setup-git")
    may contents
    git config --global "url.$STAND_IN_REMOTE.pushInsteadOf" "https://github.com/$GITHUB_REPOSITORY"
    ;;
"workflow run")
    may actions
    shift 2
    printf '%s\n' "$@" >"$STAND_IN_DISPATCHED"
    ;;
*)
    echo "unknown command \"$1 $2\" for \"gh\"" >&2
    exit 1
    ;;
esac
