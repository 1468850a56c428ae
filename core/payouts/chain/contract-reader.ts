import { type AskedOfContract, askedOf } from '../../evm/call-data.ts';
import { isJsonObject } from '../../kernel/json.ts';
import { type AskNode, askNode, readOrUnknown, Unread } from '../../rails/json-rpc.ts';
import type { RailOutbound } from '../../rails/ports.ts';
import type { ContractPlace } from './payout-contract.ts';
import type { AtBlock, ContractReader, ContractState } from './ports.ts';

/** Reads a payout contract by JSON-RPC, through the one outbound client. */
export const contractReader = (
  outbound: Pick<RailOutbound, 'call' | 'refusal'>,
): ContractReader => ({
  refusal: (url) => outbound.refusal(url),

  read: ({ rpc, network, address }, at) =>
    readOrUnknown(async () => {
      const ask = askNode(outbound, rpc);
      await refuseOtherChain(ask, network);
      const block = await blockAt(ask, at);
      return { kind: 'read', ...(await stateAt(ask, address, block)) };
    }),

  claimed: ({ rpc, network, address }, account) =>
    readOrUnknown(async () => {
      const ask = askNode(outbound, rpc);
      await refuseOtherChain(ask, network);
      const data = `${askedOf('claimed')}${wordOf(account)}`;
      return { kind: 'read', units: BigInt(await called(ask, { to: address, data }, 'latest')) };
    }),
});

/** All of one block, so that what is read is of one state. */
async function stateAt(ask: AskNode, address: string, block: string): Promise<ContractState> {
  const word = (what: AskedOfContract, to = address, of = '') =>
    called(ask, { to, data: `${askedOf(what)}${of}` }, block);
  const [epoch, root, total, paid, committer, token] = await Promise.all([
    word('epoch'),
    word('root'),
    word('total'),
    word('paid'),
    word('committer'),
    word('token'),
  ]);
  const asset = addressIn(token);
  const [decimals, funds] = await Promise.all([
    word('decimals', asset),
    word('balanceOf', asset, wordOf(address)),
  ]);
  return {
    ...{ epoch: countIn(epoch), root, total: BigInt(total), paid: BigInt(paid) },
    ...{ funds: BigInt(funds), committer: addressIn(committer), token: asset },
    decimals: countIn(decimals),
  };
}

/** @throws Unread where the node does not say which block it is */
async function blockAt(ask: AskNode, at: AtBlock): Promise<string> {
  const tag = at === 'final' ? 'finalized' : 'latest';
  const block = await ask('eth_getBlockByNumber', [tag, false]);
  const number = isJsonObject(block) ? block['number'] : undefined;
  if (typeof number === 'string' && /^0x[0-9a-f]{1,16}$/.test(number)) return number;
  throw new Unread(`eth_getBlockByNumber: the node does not say which block is ${tag}`);
}

/** @throws Unread where the node is of another chain: what it says is of nothing that we ask. */
async function refuseOtherChain(ask: AskNode, network: ContractPlace['network']): Promise<void> {
  const id = await ask('eth_chainId', []);
  const isNumber = typeof id === 'string' && /^0x[0-9a-f]{1,16}$/.test(id);
  const got = isNumber ? `eip155:${BigInt(id)}` : 'none';
  if (got !== network) throw new Unread(`eth_chainId: the node is of ${got}, and not ${network}`);
}

/** What a call answers: one word. Where nothing is at the address, nothing is answered. */
async function called(
  ask: AskNode,
  call: { readonly to: string; readonly data: string },
  block: string,
): Promise<string> {
  const answer = await ask('eth_call', [call, block]);
  if (typeof answer === 'string' && /^0x[0-9a-f]{64}$/.test(answer)) return answer;
  throw new Unread(`eth_call: ${call.to} does not answer as a payout contract does`);
}

const wordOf = (address: string): string => address.slice(2).padStart(64, '0');

const addressIn = (word: string): string => `0x${word.slice(-40)}`;

/** A number that a contract counts things with. */
function countIn(word: string): number {
  const count = BigInt(word);
  if (count <= BigInt(Number.MAX_SAFE_INTEGER)) return Number.parseInt(word, 16);
  throw new Unread(`eth_call: ${word} is no count of a payout contract`);
}
