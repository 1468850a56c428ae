import type { SupportedChains } from '../../core/catalog/chain-rail.ts';
import type {
  ChainReader,
  Facilitator,
  OnChain,
  Settled,
  Verified,
} from '../../core/gate/chain/ports.ts';
import type { SignedTransfer } from '../../core/gate/chain/transfer.ts';
import { sha256 } from '../../core/kernel/digest.ts';

/** What a call comes to: it is done, or not, and its answer is lost; or it goes wrong in a way that says nothing. */
export type ChainFault = 'lost-before' | 'lost-after' | 'failed';

type Call = 'verify' | 'settle' | 'find';

const lost = { kind: 'unknown', detail: 'timeout' } as const;

/** As a payer signs: what is changed afterwards has another signature. */
export const signatureOf = ({ from, units, validBefore, nonce, rail }: SignedTransfer): string =>
  `0x${sha256(JSON.stringify([from, String(units), String(validBefore), nonce, rail.payTo, rail.asset])).toString('hex')}`;

/** A chain with one token, its facilitator, and a node to read it by, in memory. */
export class InMemoryChain implements Facilitator, ChainReader, SupportedChains {
  readonly balances = new Map<string, bigint>();
  /** Each transfer that was done, by who signed it and its nonce. */
  readonly done = new Map<string, { readonly transaction: string; readonly units: bigint }>();
  readonly calls: Call[] = [];
  supported = true;
  /** As some facilitators do: they look at a signature only where the balance is enough. */
  checksBalanceFirst = false;
  /** Of each call, what goes wrong. */
  fault: (call: Call) => ChainFault | undefined = () => undefined;
  readonly #now: () => number;
  readonly #cancelled = new Set<string>();

  constructor(now: () => number) {
    this.#now = now;
  }

  refusal(url: string): string | undefined {
    return url.startsWith('https://') || url.startsWith('http://127.')
      ? undefined
      : 'give an https URL';
  }

  async supports() {
    return { kind: this.supported ? ('supported' as const) : ('not-supported' as const) };
  }

  async verify(transfer: SignedTransfer): Promise<Verified> {
    const fault = this.#called('verify');
    const reason = this.#obstacle(transfer);
    if (fault !== undefined) return lost;
    return reason === undefined ? { kind: 'valid' } : { kind: 'invalid', reason };
  }

  async settle(transfer: SignedTransfer): Promise<Settled> {
    const fault = this.#called('settle');
    if (fault === 'lost-before') return lost;
    if (fault === 'failed') {
      return { kind: 'unknown', detail: 'invalid_exact_evm_transaction_failed' };
    }
    const reason = this.#obstacle(transfer);
    const settled = reason === undefined ? this.#moved(transfer) : refusedFor(reason);
    return fault === 'lost-after' ? lost : settled;
  }

  async find(_rpc: string, transfer: SignedTransfer): Promise<OnChain> {
    if (this.#called('find') !== undefined) return lost;
    const key = keyOf(transfer);
    if (this.#cancelled.has(key)) return { kind: 'cancelled' };
    const known = this.done.get(key);
    return known === undefined
      ? { kind: 'not-done' }
      : { kind: 'done', transaction: known.transaction };
  }

  /** Its payer takes back what it has signed. */
  cancel(transfer: SignedTransfer): void {
    this.#cancelled.add(keyOf(transfer));
  }

  #called(call: Call): ChainFault | undefined {
    this.calls.push(call);
    return this.fault(call);
  }

  #obstacle(transfer: SignedTransfer): string | undefined {
    const short =
      (this.balances.get(transfer.from) ?? 0n) < transfer.units
        ? 'invalid_exact_evm_insufficient_balance'
        : undefined;
    if (this.checksBalanceFirst && short !== undefined) return short;
    if (transfer.signature !== signatureOf(transfer)) return 'invalid_exact_evm_signature';
    const seconds = BigInt(Math.floor(this.#now() / 1_000));
    if (transfer.validBefore < seconds + 6n) {
      return 'invalid_exact_evm_payload_authorization_valid_before';
    }
    const key = keyOf(transfer);
    if (this.done.has(key) || this.#cancelled.has(key)) {
      return 'invalid_exact_evm_nonce_already_used';
    }
    return short;
  }

  #moved(transfer: SignedTransfer): Settled {
    const { from, units, rail } = transfer;
    this.balances.set(from, (this.balances.get(from) ?? 0n) - units);
    this.balances.set(rail.payTo, (this.balances.get(rail.payTo) ?? 0n) + units);
    const transaction = `0x${sha256(`${this.done.size} ${keyOf(transfer)}`).toString('hex')}`;
    this.done.set(keyOf(transfer), { transaction, units });
    return { kind: 'settled', transaction };
  }
}

/** That a nonce was used says nothing of by whom. */
const refusedFor = (reason: string): Settled =>
  reason.endsWith('already_used')
    ? { kind: 'unknown', detail: reason }
    : { kind: 'refused', reason };

const keyOf = ({ from, nonce }: SignedTransfer): string => JSON.stringify([from, nonce]);
