// The payout contract on anvil, a chain on this machine: node anvil.mjs. Deploys a token and the contract, and says
// where they are in one line of JSON. Then does what each line of its input says, and answers it by a line, until that
// ends.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import net from 'node:net';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTestClient, createWalletClient, http, publicActions, walletActions } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { foundry } from 'viem/chains';
import { compiled, evmVersion } from './compiled.mjs';

// The first account of anvil, whose key its own documentation shows: it has ether on this chain alone.
const FUNDED = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';

const require = createRequire(import.meta.url);
const port = await new Promise((resolve) => {
  const server = net.createServer().listen(0, '127.0.0.1', () => {
    const { port: free } = server.address();
    server.close(() => resolve(free));
  });
});
const anvil = spawn(
  join(dirname(require.resolve('@foundry-rs/anvil-linux-amd64/package.json')), 'bin/anvil'),
  ['--port', String(port), '--hardfork', evmVersion, '--silent'],
  { stdio: 'ignore' },
);
process.on('exit', () => anvil.kill('SIGKILL'));
const rpc = `http://127.0.0.1:${port}`;
const transport = http(rpc);
const chain = foundry;
const test = createTestClient({ mode: 'anvil', chain, transport, pollingInterval: 50 })
  .extend(publicActions)
  .extend(walletActions);
for (let tries = 0; ; tries += 1) {
  try {
    await test.getChainId();
    break;
  } catch (error) {
    if (tries > 200) throw error;
    await sleep(50);
  }
}
const owner = privateKeyToAccount(FUNDED);
/** Keys of accounts of this chain alone, which is gone when this ends. */
const keys = { owner, committer: privateKeyToAccount(generatePrivateKey()) };
keys.relayer = privateKeyToAccount(generatePrivateKey());
for (const { address } of Object.values(keys)) {
  await test.setBalance({ address, value: 10n ** 20n });
}

const { payouts, token } = compiled();
const wallet = createWalletClient({ account: owner, chain, transport });
const mined = (hash) => test.waitForTransactionReceipt({ hash });
const deployed = async ({ abi, evm }, args) => {
  const bytecode = `0x${evm.bytecode.object}`;
  const { contractAddress } = await mined(await wallet.deployContract({ abi, bytecode, args }));
  return contractAddress.toLowerCase();
};
const asset = await deployed(token, []);
const address = await deployed(payouts, [asset, owner.address, keys.committer.address]);

const told = {
  /** Tokens are sent to the contract. */
  fund: async (units) => {
    const args = [address, BigInt(units)];
    await mined(
      await wallet.writeContract({
        abi: token.abi,
        address: asset,
        functionName: 'transfer',
        args,
      }),
    );
    return {};
  },
  /** Somebody signs and sends call data, once a call says that it would be taken. */
  send: async ({ as, data }) => {
    const account = keys[as];
    try {
      await test.call({ account, to: address, data });
    } catch (error) {
      return { refused: error.shortMessage ?? error.message, raw: error.walk?.()?.data ?? null };
    }
    const hash = await test.sendTransaction({ account, to: address, data });
    const { status, gasUsed } = await mined(hash);
    return { hash, status, gas: Number(gasUsed) };
  },
  mine: async (blocks) => {
    await test.mine({ blocks });
    return {};
  },
  balances: async (accounts) => {
    const functionName = 'balanceOf';
    const found = {};
    for (const account of accounts) {
      found[account] = String(
        await test.readContract({ abi: token.abi, address: asset, functionName, args: [account] }),
      );
    }
    return found;
  },
};

console.log(
  JSON.stringify({
    ...{ rpc, network: `eip155:${chain.id}`, address, token: asset },
    committer: keys.committer.address.toLowerCase(),
  }),
);
for await (const line of createInterface({ input: process.stdin })) {
  const [[what, value]] = Object.entries(JSON.parse(line));
  console.log(JSON.stringify(await told[what](value)));
}
process.exit(0);
