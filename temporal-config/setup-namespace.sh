#!/bin/sh
# Makes WhatsWay's namespace with its retention and search attributes. Repeatable: what is there is kept, the retention is set again.
#
# Environment: TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, TEMPORAL_RETENTION (how long a closed workflow stays readable, such as 30d).
set -eu
: "${TEMPORAL_ADDRESS:?host:port of the Temporal server}" "${TEMPORAL_NAMESPACE:?name of the namespace}"
retention=${TEMPORAL_RETENTION:-30d}

tries=0
until temporal operator cluster health >/dev/null 2>&1; do
  tries=$((tries + 1))
  if [ "$tries" -ge 120 ]; then
    echo "The Temporal server at $TEMPORAL_ADDRESS did not become healthy within two minutes; look at its log." >&2
    exit 1
  fi
  sleep 1
done

if temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1; then
  temporal operator namespace update --namespace "$TEMPORAL_NAMESPACE" --retention "$retention" >/dev/null
else
  temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention "$retention" \
    --description "WhatsWay: campaigns, batches and messages" >/dev/null
fi

# A fresh namespace is known to all parts of the server only after its registry has been read again.
present=
tries=0
until present=$(temporal operator search-attribute list --namespace "$TEMPORAL_NAMESPACE" 2>/dev/null); do
  tries=$((tries + 1))
  if [ "$tries" -ge 60 ]; then
    echo "Namespace $TEMPORAL_NAMESPACE was made but does not answer; run this script again." >&2
    exit 1
  fi
  sleep 1
done

# The names are those of dev.whatsway.contract.SearchAttributes; a test holds the two together.
for name in CampaignId MessageStatus Route Template ChannelId; do
  if ! printf '%s\n' "$present" | grep -qw "$name"; then
    temporal operator search-attribute create --namespace "$TEMPORAL_NAMESPACE" --name "$name" --type Keyword
  fi
done
echo "Namespace $TEMPORAL_NAMESPACE is ready: retention $retention, search attributes present."
