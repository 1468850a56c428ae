import { isJsonObject, type JsonObject, type JsonValue } from '../../kernel/json.ts';
import { type AskNode, askNode, readOrUnknown, Unread } from '../../rails/json-rpc.ts';
import type { RailOutbound } from '../../rails/ports.ts';
import type { ChainReader, OnChain } from './ports.ts';
import { isTransaction, type SignedTransfer } from './transfer.ts';

/** Nodes answer so many blocks at once; a payment is looked for within minutes. */
const BLOCKS_BACK = 5_000n;

/** By what contracts of ERC-3009 and ERC-20 are asked, and tell: the first bytes of a hash of each signature. */
const words = {
  /** `authorizationState(address,bytes32)` */
  authorizationState: '0xe94a0102',
  /** `AuthorizationUsed(address,bytes32)` */
  used: '0x98de503528ee59b575ef0c0a2576a82497bfc029a5685b209e9ec333479b10a5',
  /** `AuthorizationCanceled(address,bytes32)` */
  cancelled: '0x1cdd46ff242716cdaa72d159d339a485b3438398348d68f09d7c8c0a59353d81',
  /** `Transfer(address,address,uint256)` */
  transfer: '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef',
} as const;

const NEVER = `0x${'0'.repeat(64)}`;

/** Reads a chain by JSON-RPC, through the one outbound client. */
export const jsonRpcReader = (outbound: Pick<RailOutbound, 'call'>): ChainReader => ({
  find: (rpc, transfer) => readOrUnknown(() => found(askNode(outbound, rpc), transfer)),
});

const wordOf = (address: string): string => `0x${address.slice(2).padStart(64, '0')}`;

async function found(ask: AskNode, transfer: SignedTransfer): Promise<OnChain> {
  const { rail, from, nonce } = transfer;
  const data = `${words.authorizationState}${wordOf(from).slice(2)}${nonce.slice(2)}`;
  const state = await ask('eth_call', [{ to: rail.asset, data }, 'latest']);
  if (state === NEVER) return { kind: 'not-done' };
  const from_ = await firstBlock(ask);
  const logs = await ask('eth_getLogs', [
    {
      ...{ address: rail.asset, fromBlock: from_, toBlock: 'latest' },
      topics: [[words.used, words.cancelled], wordOf(from), nonce],
    },
  ]);
  if (!Array.isArray(logs)) throw new Unread('eth_getLogs answers no list');
  for (const log of (logs as readonly JsonValue[]).filter(isJsonObject)) {
    if (topicsOf(log)[0] === words.cancelled) return { kind: 'cancelled' };
    const { transactionHash } = log;
    if (typeof transactionHash !== 'string' || !isTransaction(transactionHash)) continue;
    if (await moves(ask, transactionHash, transfer)) {
      return { kind: 'done', transaction: transactionHash.toLowerCase() };
    }
  }
  return { kind: 'unknown', detail: 'it was used, and its transaction is not found' };
}

async function firstBlock(ask: AskNode): Promise<string> {
  const latest = await ask('eth_blockNumber', []);
  if (typeof latest !== 'string' || !/^0x[0-9a-f]{1,16}$/.test(latest)) {
    throw new Unread('eth_blockNumber answers no number');
  }
  const number = BigInt(latest);
  return `0x${(number > BLOCKS_BACK ? number - BLOCKS_BACK : 0n).toString(16)}`;
}

/** Whether a transaction has moved just what was signed. */
async function moves(
  ask: AskNode,
  transaction: string,
  transfer: SignedTransfer,
): Promise<boolean> {
  const { rail, from, units } = transfer;
  const receipt = await ask('eth_getTransactionReceipt', [transaction]);
  if (!isJsonObject(receipt) || receipt['status'] !== '0x1') return false;
  const logs = Array.isArray(receipt['logs']) ? (receipt['logs'] as readonly JsonValue[]) : [];
  return logs.filter(isJsonObject).some((log) => {
    const [event, payer, payee] = topicsOf(log);
    const { address, data } = log;
    return (
      typeof address === 'string' &&
      address.toLowerCase() === rail.asset &&
      event === words.transfer &&
      payer === wordOf(from) &&
      payee === wordOf(rail.payTo) &&
      typeof data === 'string' &&
      /^0x[0-9a-f]{64}$/.test(data) &&
      BigInt(data) === units
    );
  });
}

const topicsOf = ({ topics }: JsonObject): readonly string[] =>
  Array.isArray(topics)
    ? (topics as readonly JsonValue[]).filter((topic) => typeof topic === 'string')
    : [];
