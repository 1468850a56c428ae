#!/usr/bin/env bash
# @x402/evm 2.27.0 (x402's own facilitator): asked again to settle what it has settled, it says that it failed.
#
# The answer of `/settle` can be lost after the tokens have moved. A server that asks again with the very same payment is
# answered `success: false`, with no transaction, and the word for any transaction that failed: as if nothing had come.
# The chain refuses a nonce that was used, and says so when it is asked (`authorizationState`): it is not asked. Whoever
# believes the second answer bills a payment twice. (What is pending is remembered; what is done is forgotten at once.
# Where a token refuses by a text that has "used" in it, the word is `nonce_already_used`; OpenZeppelin's has none.)
#
# Seen, with a signer that answers as a chain does:
#   first:  {"success":true,"transaction":"0xaa…","moved":1000}
#   again:  {"success":false,"errorReason":"invalid_exact_evm_transaction_failed","transaction":"","moved":1000}
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm pkg set type=module 'overrides.viem.mppx=0.11.0' >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts --save-exact \
  @x402/core@2.27.0 @x402/evm@2.27.0 viem@2.57.20
cat >run.js <<'JS'
import { x402Facilitator } from '@x402/core/facilitator';
import { registerExactEvmScheme } from '@x402/evm/exact/facilitator';
import { toFacilitatorEvmSigner } from '@x402/evm';
import { encodeAbiParameters, encodeEventTopics, parseAbi } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';

const [payer, payee] = [generatePrivateKey(), generatePrivateKey()].map(privateKeyToAccount);
const asset = '0x5FbDB2315678afecb367f032d93F642f64180aa3';
const network = 'eip155:31337';
const hash = `0x${'aa'.repeat(32)}`;
const abi = parseAbi(['event Transfer(address indexed from, address indexed to, uint256 value)']);

// A chain with one token: a nonce is used once, and whoever asks is told whether it was.
let moved = 0;
const signer = toFacilitatorEvmSigner({
  address: payee.address,
  verifyTypedData: async () => true,
  getCode: async ({ address }) => (address === asset ? '0x01' : undefined),
  readContract: async ({ functionName }) =>
    ({ authorizationState: moved > 0, balanceOf: 10_000n, name: 'T', version: '1' })[functionName],
  sendTransaction: async () => hash,
  writeContract: async () => {
    if (moved > 0) throw new Error('reverted with the following signature: 0x' + 'd309466d');
    moved += 1000;
    return hash;
  },
  waitForTransactionReceipt: async () => ({
    status: 'success',
    logs: [
      {
        address: asset,
        topics: encodeEventTopics({
          abi,
          eventName: 'Transfer',
          args: { from: payer.address, to: payee.address },
        }),
        data: encodeAbiParameters([{ type: 'uint256' }], [1000n]),
      },
    ],
  }),
});
const facilitator = new x402Facilitator();
registerExactEvmScheme(facilitator, { signer, networks: network });

const requirements = {
  ...{ scheme: 'exact', network, amount: '1000', asset, payTo: payee.address },
  ...{ maxTimeoutSeconds: 60, extra: { name: 'T', version: '1' } },
};
const now = Math.floor(Date.now() / 1000);
const authorization = {
  ...{ from: payer.address, to: payee.address, value: '1000', nonce: `0x${'01'.repeat(32)}` },
  ...{ validAfter: String(now - 60), validBefore: String(now + 60) },
};
const domain = { name: 'T', version: '1', chainId: 31337, verifyingContract: asset };
const types = {
  TransferWithAuthorization: [
    ...['from', 'to'].map((name) => ({ name, type: 'address' })),
    ...['value', 'validAfter', 'validBefore'].map((name) => ({ name, type: 'uint256' })),
    { name: 'nonce', type: 'bytes32' },
  ],
};
const primaryType = 'TransferWithAuthorization';
const signature = await payer.signTypedData({ domain, types, primaryType, message: authorization });
const payment = { x402Version: 2, accepted: requirements, payload: { signature, authorization } };
for (const turn of ['first', 'again']) {
  const { success, errorReason, transaction } = await facilitator.settle(payment, requirements);
  const shown = { success, errorReason, transaction: transaction.replace(/(a{2}).+/, '$1…'), moved };
  console.log(`${turn}:  ${JSON.stringify(shown)}`);
}
JS

seen=$(node run.js)
expected=$(
  cat <<'SEEN'
first:  {"success":true,"transaction":"0xaa…","moved":1000}
again:  {"success":false,"errorReason":"invalid_exact_evm_transaction_failed","transaction":"","moved":1000}
SEEN
)
echo "$seen"
[ "$seen" = "$expected" ] || {
  echo "it is no longer as the head of this script says" >&2
  exit 1
}
