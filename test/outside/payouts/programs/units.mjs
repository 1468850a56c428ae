// The payout contract on @ethereumjs/vm: node units.mjs < steps.json. Deploys a token and the contract, does each step
// as the account that it names, and prints what each cost and how it was refused, and what all have in the end.
import { text } from 'node:stream/consumers';
import { Common, Hardfork, Mainnet } from '@ethereumjs/common';
import { createLegacyTx } from '@ethereumjs/tx';
import {
  createAccount,
  createAddressFromPrivateKey,
  createAddressFromString,
} from '@ethereumjs/util';
import { createVM, runTx } from '@ethereumjs/vm';
import { decodeErrorResult, encodeDeployData, encodeFunctionData, hexToBytes } from 'viem';
import { compiled, evmVersion } from './compiled.mjs';

const { steps, accounts } = JSON.parse(await text(process.stdin));
const { payouts, token } = compiled();
const common = new Common({ chain: Mainnet, hardfork: evmVersion });
if (common.hardfork() !== Hardfork.Prague) throw new Error(`the chain is ${common.hardfork()}`);
const vm = await createVM({ common });

/** Keys of accounts of this chain alone, which is gone when this ends. */
const keys = Object.fromEntries(
  ['owner', 'committer', 'relayer', 'stranger', 'payee'].map((name, index) => [
    name,
    hexToBytes(`0x${String(index + 1).repeat(64)}`),
  ]),
);
const nonces = {};
for (const key of Object.values(keys)) {
  await vm.stateManager.putAccount(
    createAddressFromPrivateKey(key),
    createAccount({ nonce: 0n, balance: 10n ** 20n }),
  );
}
const addressOf = (name) => createAddressFromPrivateKey(keys[name]).toString();

async function sent(from, to, data) {
  const nonce = nonces[from] ?? 0n;
  nonces[from] = nonce + 1n;
  const fields = { nonce, gasPrice: 10n, gasLimit: 5_000_000n, data };
  const tx = createLegacyTx(
    to === undefined ? fields : { ...fields, to: createAddressFromString(to) },
    { common },
  ).sign(keys[from]);
  const { totalGasSpent, execResult, createdAddress } = await runTx(vm, { tx });
  const { exceptionError, returnValue } = execResult;
  return {
    gas: Number(totalGasSpent),
    refused: exceptionError === undefined ? null : refusalIn(returnValue, exceptionError),
    created: createdAddress?.toString(),
    returned: `0x${Buffer.from(returnValue).toString('hex')}`,
  };
}

function refusalIn(returned, { error }) {
  if (returned.length < 4) return error;
  const data = `0x${Buffer.from(returned).toString('hex')}`;
  const { errorName, args = [] } = decodeErrorResult({ abi: payouts.abi, data });
  return [errorName, ...args.map(String)].join(' ');
}

const { created: asset } = await sent('owner', undefined, `0x${token.evm.bytecode.object}`);
const deployed = await sent(
  'owner',
  undefined,
  encodeDeployData({
    abi: payouts.abi,
    bytecode: `0x${payouts.evm.bytecode.object}`,
    args: [asset, addressOf('owner'), addressOf('committer')],
  }),
);
const call = (abi, functionName, args) => encodeFunctionData({ abi, functionName, args });
const dataOf = ({ fund, data, setCommitter }) => {
  if (fund !== undefined)
    return [asset, call(token.abi, 'transfer', [deployed.created, BigInt(fund)])];
  if (setCommitter === undefined) return [deployed.created, data];
  const address = setCommitter === 'nobody' ? `0x${'0'.repeat(40)}` : addressOf(setCommitter);
  return [deployed.created, call(payouts.abi, 'setCommitter', [address])];
};
const done = [];
for (const step of steps) {
  const { gas, refused } = await sent(step.as, ...dataOf(step));
  done.push({ gas, refused });
}
const balances = {};
for (const account of [...accounts, deployed.created]) {
  const { returned } = await sent('stranger', asset, call(token.abi, 'balanceOf', [account]));
  balances[account === deployed.created ? 'contract' : account] = String(BigInt(returned));
}
const read = async (name) => {
  const { returned } = await sent('stranger', deployed.created, call(payouts.abi, name, []));
  return returned;
};
console.log(
  JSON.stringify({
    deployGas: deployed.gas,
    done,
    balances,
    root: await read('root'),
    epoch: Number(await read('epoch')),
    total: String(BigInt(await read('total'))),
    paid: String(BigInt(await read('paid'))),
    functions: payouts.evm.methodIdentifiers,
  }),
);
