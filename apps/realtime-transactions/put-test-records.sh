#!/usr/bin/env bash
# Puts the test records into the stream of an environment. Needs the AWS CLI, version 2.
# Usage: put-test-records.sh [--dry-run] <environment> [record ...]     e.g. put-test-records.sh dev 02-high-value
set -euo pipefail

dry_run=false
if [[ "${1:-}" == --dry-run ]]; then
  dry_run=true
  shift
fi
environment="${1:?usage: put-test-records.sh [--dry-run] <environment> [record ...]}"
shift
folder="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/test-records"
stream="transaction-stream-${environment}"

call() {
  if "$dry_run"; then
    printf '%q ' aws kinesis "$@" --cli-binary-format raw-in-base64-out
    printf '\n'
  else
    aws kinesis "$@" --cli-binary-format raw-in-base64-out --output text
  fi
}

# The processor counts for itself: a record says in transaction_count how often it has to be put, in one call, since a window is a minute.
put() {
  local file="$1" data key times entry entries
  data="$(cat "$file")"
  key="$(sed -n 's/.*"merchant_id": "\([^"]*\)".*/\1/p' <<<"$data")"
  times="$(sed -n 's/.*"transaction_count": \([0-9]*\).*/\1/p' <<<"$data")"
  if [[ "${times:-1}" -eq 1 ]]; then
    call put-record --stream-name "$stream" --partition-key "${key:-none}" --data "$data"
    return
  fi
  entry="{\"Data\":\"${data//\"/\\\"}\",\"PartitionKey\":\"${key:-none}\"}"
  entries="$entry"
  for ((turn = 2; turn <= times; turn++)); do entries+=",$entry"; done
  call put-records --stream-name "$stream" --records "[$entries]"
}

if [[ $# -eq 0 ]]; then
  files=("$folder"/*.json)
else
  files=("${@/#/$folder/}")
  files=("${files[@]/%/.json}")
fi
for file in "${files[@]}"; do
  [[ -f "$file" ]] || {
    echo "no test record $file; there are: $(basename -s .json -a "$folder"/*.json | tr '\n' ' ')" >&2
    exit 1
  }
done
for file in "${files[@]}"; do put "$file"; done
