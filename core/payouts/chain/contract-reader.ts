import { isJsonObject, type JsonValue } from '../../kernel/json.ts';
import { type AskNode, askNode, readOrUnknown, Unread } from '../../rails/json-rpc.ts';
import type { RailOutbound } from '../../rails/ports.ts';
import { type AskedOfContract, askedOf } from './call-data.ts';
import type { PayoutContract } from './payout-contract.ts';
import type { ContractReader } from './ports.ts';

/** `decimals()`, of tokens. */
const DECIMALS = '0x313ce567';

/** Reads a payout contract by JSON-RPC, through the one outbound client. */
export const contractReader = (
  outbound: Pick<RailOutbound, 'call' | 'refusal'>,
): ContractReader => ({
  refusal: (url) => outbound.refusal(url),

  stands: ({ rpc, ...contract }) =>
    readOrUnknown(async () => {
      const ask = askNode(outbound, rpc);
      await refuseOtherChain(ask, contract);
      return standsAt(ask, contract, await finalBlock(ask));
    }),

  root: ({ rpc, address }) =>
    readOrUnknown(async () => {
      const ask = askNode(outbound, rpc);
      return { kind: 'read', root: await read(ask, address, 'root', 'latest') };
    }),

  describe: ({ rpc, ...contract }) =>
    readOrUnknown(async () => {
      const ask = askNode(outbound, rpc);
      await refuseOtherChain(ask, contract);
      const token = `0x${(await read(ask, contract.address, 'token', 'latest')).slice(-40)}`;
      const decimals = await called(ask, { to: token, data: DECIMALS }, 'latest');
      const epoch = await read(ask, contract.address, 'epoch', 'latest');
      return {
        ...{ kind: 'read', token, epoch: countIn(epoch) },
        decimals: countIn(decimals),
      };
    }),
});

type Contract = Pick<PayoutContract, 'network' | 'address'>;

/** All of one block, so that what is read is of one state. */
async function standsAt(ask: AskNode, { address }: Contract, block: string) {
  const epoch = await read(ask, address, 'epoch', block);
  const root = await read(ask, address, 'root', block);
  const total = await read(ask, address, 'total', block);
  return { kind: 'read', epoch: countIn(epoch), root, total: BigInt(total) } as const;
}

/** A block that no other will ever replace, as the chain itself says it. */
async function finalBlock(ask: AskNode): Promise<string> {
  const block = await ask('eth_getBlockByNumber', ['finalized', false]);
  const number = isJsonObject(block) ? block['number'] : undefined;
  if (typeof number === 'string' && /^0x[0-9a-f]{1,16}$/.test(number)) return number;
  throw new Unread('eth_getBlockByNumber: the node does not say which block is final');
}

/** @throws Unread where the node is of another chain: what it says is of nothing that we ask. */
async function refuseOtherChain(ask: AskNode, { network }: Contract): Promise<void> {
  const id = await ask('eth_chainId', []);
  const isNumber = typeof id === 'string' && /^0x[0-9a-f]{1,16}$/.test(id);
  const got = isNumber ? `eip155:${BigInt(id)}` : 'none';
  if (got !== network) throw new Unread(`eth_chainId: the node is of ${got}, and not ${network}`);
}

const read = (ask: AskNode, to: string, what: AskedOfContract, block: string): Promise<string> =>
  called(ask, { to, data: askedOf(what) }, block);

/** What a call answers: one word. Where nothing is at the address, nothing is answered. */
async function called(
  ask: AskNode,
  call: { readonly to: string; readonly data: string },
  block: string,
): Promise<string> {
  const answer: JsonValue = await ask('eth_call', [call, block]);
  if (typeof answer === 'string' && /^0x[0-9a-f]{64}$/.test(answer)) return answer;
  throw new Unread(`eth_call: ${call.to} does not answer as a payout contract does`);
}

/** A number that a contract counts things with. */
function countIn(word: string): number {
  const count = Number.parseInt(word, 16);
  if (Number.isSafeInteger(count)) return count;
  throw new Unread(`eth_call: ${word} is no count of a payout contract`);
}
