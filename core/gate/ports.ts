import type { StoredTokens } from '../access/token.ts';
import type { PutOutcome } from '../kernel/log.ts';
import type { ReceiptSigner } from '../receipts/ports.ts';
import type { SpendGate } from '../spend/protocol/ports.ts';
import type { SettlingPorts } from './chain/settle.ts';
import type { PrivatePorts } from './private/ports.ts';

/** Where the secrets are that offers are signed with. One that is lost ends the offers that it signed. */
export interface OfferSecrets {
  /** Strongly consistent; undefined where none was put. */
  find(tenant: string, version: number): Promise<Uint8Array | undefined>;
  /** Puts it where there is none of that version. */
  put(tenant: string, version: number, secret: Uint8Array): Promise<PutOutcome>;
}

/** What the gate decides with. */
export interface GatePorts {
  readonly spend: SpendGate;
  readonly tokens: StoredTokens;
  readonly secrets: OfferSecrets;
  /** Undefined where nothing signs. */
  readonly signer?: ReceiptSigner | undefined;
  /** Undefined where nobody can pay by a chain. */
  readonly settling?: SettlingPorts | undefined;
  /** Undefined where nobody can pay privately. */
  readonly privately?: PrivatePorts | undefined;
}
