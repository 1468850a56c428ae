import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OnChain } from '../../core/gate/chain/ports.ts';
import type { SignedTransfer } from '../../core/gate/chain/transfer.ts';
import type { InMemoryChain } from './chain.ts';

interface Asked {
  readonly paymentPayload: {
    readonly payload: {
      readonly signature: string;
      readonly authorization: Readonly<
        Record<'from' | 'to' | 'value' | 'validAfter' | 'validBefore' | 'nonce', string>
      >;
    };
  };
  readonly paymentRequirements: {
    readonly network: string;
    readonly asset: string;
    readonly payTo: string;
    readonly maxTimeoutSeconds: number;
    readonly extra: { readonly name: string; readonly version: string };
  };
}

/** A chain in memory behind HTTP: its facilitator, as x402 has it, and a node that is asked by JSON-RPC, at `/rpc`. */
export async function chainServer(chain: InMemoryChain) {
  const transfers: SignedTransfer[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const text = await textOf(request);
      const body: unknown = text === '' ? undefined : JSON.parse(text);
      const answer = await answerTo(chain, transfers, request.url ?? '', body);
      if (answer === undefined) response.destroy();
      else response.end(JSON.stringify(answer));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of request) text += String(piece);
  return text;
}

async function answerTo(
  chain: InMemoryChain,
  transfers: SignedTransfer[],
  path: string,
  body: unknown,
): Promise<object | undefined> {
  if (path === '/supported') {
    const { kind } = await chain.supports();
    const network = kind === 'supported' ? 'eip155:31337' : 'eip155:1';
    return { kinds: [{ x402Version: 2, scheme: 'exact', network }], extensions: [], signers: {} };
  }
  if (path === '/rpc') return rpcAnswer(chain, transfers, body as RpcAsked);
  const transfer = transferIn(body as Asked);
  transfers.push(transfer);
  return path === '/verify' ? verifyAnswer(chain, transfer) : settleAnswer(chain, transfer);
}

async function verifyAnswer(chain: InMemoryChain, transfer: SignedTransfer) {
  const said = await chain.verify(transfer);
  const { from: payer } = transfer;
  if (said.kind === 'unknown') return undefined;
  return said.kind === 'valid'
    ? { isValid: true, payer }
    : { isValid: false, invalidReason: said.reason, payer };
}

async function settleAnswer(chain: InMemoryChain, transfer: SignedTransfer) {
  const said = await chain.settle(transfer);
  const common = { network: transfer.rail.network, payer: transfer.from };
  if (said.kind === 'settled') return { success: true, transaction: said.transaction, ...common };
  if (said.kind === 'unknown' && said.detail === 'timeout') return undefined;
  const errorReason = said.kind === 'refused' ? said.reason : said.detail;
  return { success: false, errorReason, transaction: '', ...common };
}

function transferIn({ paymentPayload: { payload }, paymentRequirements }: Asked): SignedTransfer {
  const { from, to, value, validAfter, validBefore, nonce } = payload.authorization;
  const { network, asset, payTo, maxTimeoutSeconds, extra } = paymentRequirements;
  if (to !== payTo) throw new Error('what is signed is for who is paid');
  const rail = { facilitator: '', network, asset, payTo, timeoutSeconds: maxTimeoutSeconds };
  return {
    rail: { ...rail, name: extra.name, version: extra.version },
    ...{ from, nonce, signature: payload.signature, extra: {} },
    units: BigInt(value),
    validAfter: BigInt(validAfter),
    validBefore: BigInt(validBefore),
  };
}

interface RpcAsked {
  readonly method: string;
  readonly params: readonly [
    string | { readonly data?: string; readonly topics?: readonly unknown[] },
  ];
}

const wordOf = (address: string): string => `0x${address.slice(2).padStart(64, '0')}`;
const events = {
  used: '0x98de503528ee59b575ef0c0a2576a82497bfc029a5685b209e9ec333479b10a5',
  cancelled: '0x1cdd46ff242716cdaa72d159d339a485b3438398348d68f09d7c8c0a59353d81',
  transfer: '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef',
};

async function rpcAnswer(
  chain: InMemoryChain,
  transfers: readonly SignedTransfer[],
  { method, params: [first] }: RpcAsked,
): Promise<object | undefined> {
  const result = (value: unknown) => ({ jsonrpc: '2.0', id: 1, result: value });
  if (method === 'eth_blockNumber') return result('0x1f40');
  if (typeof first === 'string') return result(receiptOf(chain, transfers, first));
  const nonce =
    method === 'eth_call' ? `0x${String(first.data).slice(-64)}` : String(first.topics?.[2]);
  const transfer = transfers.find((one) => one.nonce === nonce);
  const found: OnChain =
    transfer === undefined ? { kind: 'not-done' } : await chain.find('', transfer);
  if (found.kind === 'unknown') return undefined;
  if (method === 'eth_call') {
    return result(`0x${String(found.kind === 'not-done' ? 0 : 1).padStart(64, '0')}`);
  }
  const topics = [found.kind === 'cancelled' ? events.cancelled : events.used];
  return result([
    { topics, transactionHash: found.kind === 'done' ? found.transaction : undefined },
  ]);
}

function receiptOf(
  chain: InMemoryChain,
  transfers: readonly SignedTransfer[],
  transaction: string,
): object | null {
  const transfer = transfers.find(
    ({ from, nonce }) => chain.done.get(JSON.stringify([from, nonce]))?.transaction === transaction,
  );
  if (transfer === undefined) return null;
  const { from, rail, units } = transfer;
  const topics = [events.transfer, wordOf(from), wordOf(rail.payTo)];
  const data = `0x${units.toString(16).padStart(64, '0')}`;
  return { status: '0x1', logs: [{ address: rail.asset, topics, data }] };
}
