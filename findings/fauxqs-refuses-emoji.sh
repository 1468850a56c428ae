#!/usr/bin/env bash
# fauxqs 2.4.1 (SQS on one machine): a message with a character past U+FFFF is refused for good.
#
# AWS takes #x10000 to #x10FFFF in a message, says its reference of SendMessage. fauxqs, whose README says that it refuses
# "characters outside the AWS-allowed set", looks at halves of such a character, and finds them outside. So what works
# when it is deployed fails here: an emoji in a name is enough. Escaped in JSON the same text passes.
#
# Seen (sendMessage of JSON with "é", with an emoji, and with the emoji escaped):
#   {"name":"é"} sent
#   {"name":"😀"} Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF and #xE000 to #xFFFD.
#   {"name":"\ud83d\ude00"} sent
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --save-exact fauxqs@2.4.1 node@24.21.0 @aws-sdk/client-sqs@3.1162.0
cat >run.mjs <<'JS'
import { CreateQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { startFauxqs } from 'fauxqs';

const server = await startFauxqs({ port: 0, logger: false });
const client = new SQSClient({
  endpoint: `http://127.0.0.1:${server.port}`,
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  useQueueUrlAsEndpoint: false,
});
const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: 'messages' }));
for (const MessageBody of ['{"name":"é"}', '{"name":"😀"}', '{"name":"\\ud83d\\ude00"}']) {
  const outcome = await client.send(new SendMessageCommand({ QueueUrl, MessageBody })).then(
    () => 'sent',
    ({ message }) => message,
  );
  console.log(MessageBody, outcome);
}
client.destroy();
await server.stop();
JS

seen=$(node_modules/.bin/node run.mjs)
expected=$(
  cat <<'SEEN'
{"name":"é"} sent
{"name":"😀"} Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF and #xE000 to #xFFFD.
{"name":"\ud83d\ude00"} sent
SEEN
)
echo "$seen"
[ "$seen" = "$expected" ] || {
  echo "it is no longer as the head of this script says" >&2
  exit 1
}
