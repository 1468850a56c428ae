import { invariant } from '../kernel/invariant.ts';

/**
 * What revenue is for. Credited amounts that no meter or fee can be told for, such as those carried in, are `other`.
 */
export type RevenueSource =
  | { readonly of: 'meter'; readonly key: string }
  | { readonly of: 'fee'; readonly key: string }
  | { readonly of: 'minimum'; readonly key: string }
  | { readonly of: 'other'; readonly key: string };

/**
 * One side of a posting. Assets and expenses are positive. Revenue, tax owed, unapplied money, and revenue that is
 * deferred until its month is closed, are negative. So is what payees are owed, what is on its way to them, and what
 * was withheld from them.
 */
export type Account =
  | { readonly kind: 'receivable'; readonly customer: string }
  | { readonly kind: 'carry'; readonly customer: string }
  | { readonly kind: 'unapplied'; readonly customer: string }
  | { readonly kind: 'revenue'; readonly source: RevenueSource }
  | { readonly kind: 'deferred'; readonly source: RevenueSource }
  | { readonly kind: 'tax'; readonly code: string }
  | { readonly kind: 'cash'; readonly rail: string }
  | { readonly kind: 'bad-debt'; readonly of: 'write-off' }
  | { readonly kind: 'payable'; readonly payee: string }
  | { readonly kind: 'share'; readonly meter: string }
  | { readonly kind: 'payout'; readonly rail: string }
  | { readonly kind: 'withheld'; readonly country: string }
  | { readonly kind: 'input-tax'; readonly code: string };

/** An account of which each customer has its own. */
export type CustomersAccount = Extract<Account, { readonly customer: string }>;

const ofCustomers: Readonly<Record<CustomersAccount['kind'], true>> = {
  receivable: true,
  carry: true,
  unapplied: true,
};

const isOfCustomers = (kind: string): kind is CustomersAccount['kind'] =>
  Object.hasOwn(ofCustomers, kind);

export const isCustomers = (account: Account): account is CustomersAccount =>
  isOfCustomers(account.kind);

/** An account of which each payee has its own. */
export type PayeesAccount = Extract<Account, { readonly payee: string }>;

export const isPayees = (account: Account): account is PayeesAccount => account.kind === 'payable';

/** What the head has of an account: those of which each customer, or payee, has its own stand there in sum. */
export function summedName(account: Account): string {
  if (isCustomers(account)) return `customers:${account.kind}`;
  return isPayees(account) ? `payees:${account.kind}` : accountName(account);
}

/** Escapes whatever could be taken for a separator, so that no choice of keys makes two accounts one. */
const escaped = (key: string): string => encodeURIComponent(key);

/**
 * An account's name: `customer:<key>:receivable`, `customer:<key>:carry`, `customer:<key>:unapplied`,
 * `revenue:<meter>`, `revenue:fee:<charge>`, `revenue:minimum:<charge>`, `revenue:other:<what>`, the same of
 * `deferred:`, `tax:<code>`, `cash:<rail>`, `bad-debt:write-off`, `payee:<key>:payable`, `share:<meter>`,
 * `payout:<rail>`, `withheld:<country>`, `input-tax:<code>`, keys percent-encoded. Injective.
 */
export function accountName(account: Account): string {
  switch (account.kind) {
    case 'receivable':
    case 'carry':
    case 'unapplied':
      return `customer:${escaped(account.customer)}:${account.kind}`;
    case 'revenue':
    case 'deferred':
      return account.source.of === 'meter'
        ? `${account.kind}:${escaped(account.source.key)}`
        : `${account.kind}:${account.source.of}:${escaped(account.source.key)}`;
    case 'tax':
      return `tax:${escaped(account.code)}`;
    case 'cash':
      return `cash:${escaped(account.rail)}`;
    case 'bad-debt':
      return `bad-debt:${account.of}`;
    case 'payable':
      return `payee:${escaped(account.payee)}:${account.kind}`;
    case 'share':
      return `share:${escaped(account.meter)}`;
    case 'payout':
      return `payout:${escaped(account.rail)}`;
    case 'withheld':
      return `withheld:${escaped(account.country)}`;
    case 'input-tax':
      return `input-tax:${escaped(account.code)}`;
  }
}

/** The reverse of `accountName`; undefined for text that is no account's name. */
export function accountFrom(name: string): Account | undefined {
  const [kind = '', first, second, ...more] = name.split(':').map(unescaped);
  if (first === undefined || more.length > 0) return undefined;
  const account = accountOf(kind, first, second);
  return account !== undefined && accountName(account) === name ? account : undefined;
}

/** The meter whose revenue an account is; undefined for any other account. */
export function meterOfAccount(name: string): string | undefined {
  const account = accountFrom(name);
  return account?.kind === 'revenue' && account.source.of === 'meter'
    ? account.source.key
    : undefined;
}

/** Whether an account is the revenue of a fixed fee. */
export function isFeeAccount(name: string): boolean {
  const account = accountFrom(name);
  return account?.kind === 'revenue' && account.source.of === 'fee';
}

type OtherKind = Exclude<Account, CustomersAccount | PayeesAccount>['kind'];

/** How the accounts that are nobody's own are read, by what their names begin with. */
const others: Readonly<
  Record<OtherKind, (first: string, second: string | undefined) => Account | undefined>
> = {
  revenue: (first, second) => earning('revenue', sourceFrom(first, second)),
  deferred: (first, second) => earning('deferred', sourceFrom(first, second)),
  tax: (code) => ({ kind: 'tax', code }),
  cash: (rail) => ({ kind: 'cash', rail }),
  'bad-debt': (of) => (of === 'write-off' ? { kind: 'bad-debt', of } : undefined),
  share: (meter) => ({ kind: 'share', meter }),
  payout: (rail) => ({ kind: 'payout', rail }),
  withheld: (country) => ({ kind: 'withheld', country }),
  'input-tax': (code) => ({ kind: 'input-tax', code }),
};

const isOther = (kind: string): kind is OtherKind => Object.hasOwn(others, kind);

function accountOf(kind: string, first: string, second: string | undefined): Account | undefined {
  if (isOther(kind)) return others[kind](first, second);
  if (kind === 'payee' && second === 'payable') return { kind: second, payee: first };
  return kind === 'customer' && second !== undefined && isOfCustomers(second)
    ? { kind: second, customer: first }
    : undefined;
}

const earning = (
  kind: 'revenue' | 'deferred',
  source: RevenueSource | undefined,
): Account | undefined => (source === undefined ? undefined : { kind, source });

function sourceFrom(first: string, second: string | undefined): RevenueSource | undefined {
  if (second === undefined) return { of: 'meter', key: first };
  if (first !== 'fee' && first !== 'minimum' && first !== 'other') return undefined;
  return { of: first, key: second };
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    invariant(error instanceof URIError, 'decoding fails only on malformed escapes');
    return text;
  }
}
