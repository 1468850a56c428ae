import type { TransferReferences } from '../../core/payments/transfer-reference.ts';

/** References of transfers, in memory. */
export class InMemoryTransferReferences implements TransferReferences {
  readonly #owners = new Map<string, string>();

  async claim(
    tenant: string,
    { content, payer }: { readonly content: string; readonly payer: string },
  ): Promise<string> {
    const key = JSON.stringify([tenant, content]);
    const owner = this.#owners.get(key) ?? payer;
    this.#owners.set(key, owner);
    return owner;
  }

  async ownerOf(tenant: string, content: string): Promise<string | undefined> {
    return this.#owners.get(JSON.stringify([tenant, content]));
  }
}
