// A chain on this machine (anvil) with a token of OpenZeppelin's (ERC-3009), and a facilitator built from @x402/evm, at
// its own port: node chain.mjs. Says where they are in one line of JSON, and runs until its standard input ends.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import net from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { x402Facilitator } from '@x402/core/facilitator';
import { toFacilitatorEvmSigner } from '@x402/evm';
import { registerExactEvmScheme } from '@x402/evm/exact/facilitator';
import solc from 'solc';
import { createWalletClient, publicActions, http as transportOf } from 'viem';
import { generatePrivateKey, nonceManager, privateKeyToAccount } from 'viem/accounts';
import { foundry } from 'viem/chains';

const READERS = 8;
const UNITS_EACH = 5_000_000n;
// The first account of anvil, whose key its own documentation shows: it has ether on this chain alone.
const FUNDED = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';

const require = createRequire(import.meta.url);
const freePort = () =>
  new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

const source = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC3009} from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
contract DemoUSD is ERC20, ERC3009 {
  constructor() ERC20("DemoUSD", "dUSD") EIP712("DemoUSD", "2") { _mint(msg.sender, 10 ** 12); }
  function decimals() public pure override returns (uint8) { return 6; }
}`;
const compiled = JSON.parse(
  solc.compile(
    JSON.stringify({
      language: 'Solidity',
      sources: { 'T.sol': { content: source } },
      settings: {
        evmVersion: 'cancun',
        optimizer: { enabled: true, runs: 200 },
        outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } },
      },
    }),
    {
      import: (path) => ({
        contents: readFileSync(join(import.meta.dirname, '../node_modules', path), 'utf8'),
      }),
    },
  ),
);
const wrong = (compiled.errors ?? []).filter(({ severity }) => severity === 'error');
if (wrong.length > 0) throw new Error(wrong.map((one) => one.formattedMessage).join('\n'));
const { abi, evm } = compiled.contracts['T.sol'].DemoUSD;

const port = await freePort();
const anvil = spawn(
  join(dirname(require.resolve('@foundry-rs/anvil-linux-amd64/package.json')), 'bin/anvil'),
  ['--port', String(port), '--silent'],
  { stdio: 'ignore' },
);
process.on('exit', () => anvil.kill('SIGKILL'));
const rpc = `http://127.0.0.1:${port}`;
const account = privateKeyToAccount(FUNDED, { nonceManager });
const wallet = createWalletClient({
  account,
  chain: foundry,
  transport: transportOf(rpc),
  pollingInterval: 50,
}).extend(publicActions);
for (let tries = 0; ; tries += 1) {
  try {
    await wallet.getChainId();
    break;
  } catch (error) {
    if (tries > 200) throw error;
    await sleep(50);
  }
}
const mined = async (hash) => wallet.waitForTransactionReceipt({ hash });
const { contractAddress: asset } = await mined(
  await wallet.deployContract({ abi, bytecode: `0x${evm.bytecode.object}` }),
);
const readers = Array.from({ length: READERS }, () => generatePrivateKey());
for (const key of readers) {
  const to = privateKeyToAccount(key).address;
  await mined(
    await wallet.writeContract({
      abi,
      address: asset,
      functionName: 'transfer',
      args: [to, UNITS_EACH],
    }),
  );
}
const payTo = privateKeyToAccount(generatePrivateKey()).address;

const facilitator = new x402Facilitator();
registerExactEvmScheme(facilitator, {
  networks: 'eip155:31337',
  signer: toFacilitatorEvmSigner({
    address: account.address,
    readContract: (args) => wallet.readContract({ ...args, args: args.args ?? [] }),
    verifyTypedData: (args) => wallet.verifyTypedData(args),
    writeContract: (args) => wallet.writeContract({ ...args, args: args.args ?? [] }),
    sendTransaction: (args) => wallet.sendTransaction(args),
    waitForTransactionReceipt: (args) => wallet.waitForTransactionReceipt(args),
    getCode: (args) => wallet.getCode(args),
  }),
});

const counts = { verify: 0, settle: 0 };
/** How many answers of `/settle` are lost, each after it was done. */
let losing = 0;
const server = http.createServer(async (request, response) => {
  let text = '';
  for await (const piece of request) text += piece;
  const answer = (body) =>
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify(body, (_, v) => (typeof v === 'bigint' ? String(v) : v)));
  if (request.url === '/supported') return answer(facilitator.getSupported());
  if (request.url === '/lose') {
    losing = Number(text);
    return answer({ losing });
  }
  if (request.url === '/told') {
    const balances = {};
    for (const address of [payTo, ...readers.map((key) => privateKeyToAccount(key).address)]) {
      const units = await wallet.readContract({
        abi,
        address: asset,
        functionName: 'balanceOf',
        args: [address],
      });
      balances[address.toLowerCase()] = String(units);
    }
    return answer({ counts, balances });
  }
  const { paymentPayload, paymentRequirements } = JSON.parse(text);
  const what = request.url === '/verify' ? 'verify' : 'settle';
  counts[what] += 1;
  const came = await facilitator[what](paymentPayload, paymentRequirements);
  if (what === 'settle' && losing > 0) {
    losing -= 1;
    return response.destroy();
  }
  return answer(came);
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const url = `http://127.0.0.1:${server.address().port}`;
console.log(
  JSON.stringify({
    facilitator: url,
    rpc,
    asset,
    payTo,
    readers,
    network: 'eip155:31337',
    name: 'DemoUSD',
    version: '2',
    decimals: 6,
  }),
);
process.stdin.resume().once('end', () => process.exit(0));
