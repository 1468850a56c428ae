import type { MethodChange, PayeePayout, PayeePayouts } from './payee-payout.ts';

/** Tells others that a payee is paid by another method, or will be. */
export interface MethodTelling {
  /** Rejects where it is not known whether it is told; told again, it may be told twice. */
  tell(tenant: string, change: MethodChange): Promise<void>;
}

/** What changes are told with. */
export interface MethodTellingPorts {
  readonly payouts: Pick<PayeePayouts, 'get' | 'put' | 'untold'>;
  readonly teller: MethodTelling;
}

/** Tells what changed of one payee, and notes that it is told: a crash in between tells it twice, never not at all. */
export async function tellMethodsOf(
  ports: MethodTellingPorts,
  tenant: string,
  payee: string,
): Promise<void> {
  const known = await ports.payouts.get(tenant, payee);
  if (known !== undefined) await tellUntold(ports, known);
}

/** Tells what nobody was told of: somebody died before, or the queue was not there. */
export async function tellMethods(ports: MethodTellingPorts, tenant: string): Promise<void> {
  for (const { payee } of await ports.payouts.untold(tenant)) {
    await tellMethodsOf(ports, tenant, payee);
  }
}

async function tellUntold({ payouts, teller }: MethodTellingPorts, known: PayeePayout) {
  const { tenant, untold, puts } = known;
  if (untold.length === 0) return;
  for (const change of untold) await teller.tell(tenant, change);
  // Where somebody has changed it meanwhile, that is told with the next look, and this once more.
  await payouts.put({ ...known, untold: [], puts: puts + 1 });
}
