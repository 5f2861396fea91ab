# Read by preview.sh and drift.sh, which have set dir and stack: what the two have in common.

forge=
[ -z "${GITHUB_ACTIONS-}" ] || forge=github
[ -z "${GITLAB_CI-}" ] || forge=gitlab
project=$(sed -n 's/^name:[[:space:]]*//p' "$dir/Pulumi.yaml" | sed "s/[[:space:]]*#.*//; s/[\"']//g")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# explain runs preview-comment on what Pulumi has written.
explain() {
	preview-comment --project "$project" --stack "$stack" "$@"
}

# preview runs Pulumi, without the token that comments. That it failed stands in what it has written.
preview() {
	env -u GITHUB_TOKEN -u GITLAB_TOKEN PULUMI_DEBUG_COMMANDS=true pulumi --cwd "$dir" --non-interactive preview --stack "$stack" \
		--json --event-log "$work/events.log" "$@" >"$work/preview.json" || true
}

# conclude publishes, and fails where the preview has failed. Changes, and losses, are for people to judge.
conclude() {
	local status=0
	[ -z "${GITHUB_STEP_SUMMARY-}" ] || set -- --job-summary "$GITHUB_STEP_SUMMARY" "$@"
	explain --event-log "$work/events.log" --exit-code "$@" "$work/preview.json" || status=$?
	case $status in 0 | 10 | 11) ;; *) exit "$status" ;; esac
}
