/** A part of the page: what the objects of a schema are, and where they stand. */
export interface Part {
  readonly title: string;
  readonly level: 2 | 3;
  readonly says: string;
  /** Name of a schema, and the members that lead to its objects. */
  readonly schema: string;
  readonly within?: readonly string[];
  /** Of alternatives that are told apart by a member: its name. One table has the fields of all. */
  readonly toldBy?: string;
}

/** The parts of the page, in its order. */
export const fieldParts: readonly Part[] = [
  {
    title: 'A meter',
    level: 2,
    schema: 'MeterDefinition',
    says: '`PUT /v1/meters/{key}`, `farthing meters apply`. What the aggregations come to is in [aggregations.md](aggregations.md).',
  },
  {
    title: 'A plan',
    level: 2,
    schema: 'PlanBody',
    says: '`PUT /v1/plans/{key}`, `farthing plans apply`. How prices work is in [pricing.md](pricing.md).',
  },
  { title: 'A version of a plan', level: 3, schema: 'PlanVersion', says: 'In `versions`.' },
  {
    title: 'A charge',
    level: 3,
    schema: 'Charge',
    toldBy: 'model',
    says: 'In `charges`. `model` says which of these it is:',
  },
  {
    title: 'A tier of units',
    level: 3,
    schema: 'Charge',
    within: ['graduated', 'tiers'],
    says: 'In `tiers` of `graduated` and `volume`.',
  },
  {
    title: 'A tier of money',
    level: 3,
    schema: 'Charge',
    within: ['graduated_percentage', 'tiers'],
    says: 'In `tiers` of `graduated_percentage`.',
  },
  { title: 'A fixed fee', level: 3, schema: 'FixedFee', says: 'In `fixedFees`.' },
  {
    title: 'A customer',
    level: 2,
    schema: 'CustomerBody',
    says: '`PUT /v1/customers/{key}`, `farthing customers apply`. Whose usage is whose is in [billing.md](billing.md#whose-usage-is-whose).',
  },
  {
    title: 'A plan of a customer',
    level: 3,
    schema: 'CustomerBody',
    within: ['plan'],
    says: 'In `plan`, where it is a list.',
  },
  {
    title: 'Billing settings',
    level: 2,
    schema: 'BillingSettings',
    says: '`PUT /v1/billing-settings`, `farthing settings apply`.',
  },
  { title: 'A seller', level: 3, schema: 'Seller', says: 'In `seller`.' },
  {
    title: 'How numbers are written',
    level: 3,
    schema: 'BillingSettings',
    within: ['series', 'invoice'],
    says: 'In `series`, as `invoice` and as `creditNote`.',
  },
  {
    title: 'Bounds of an invoice',
    level: 3,
    schema: 'BillingSettings',
    within: ['bounds'],
    says: 'In `bounds`.',
  },
  {
    title: 'An exchange rate',
    level: 3,
    schema: 'BillingSettings',
    within: ['exchangeRates'],
    says: 'In `exchangeRates`, which is a list.',
  },
  {
    title: 'A payee',
    level: 2,
    schema: 'PayeeBody',
    says: '`PUT /v1/payees/{key}`, `farthing payees apply`. Who earns, and by what: [shares.md](shares.md).',
  },
  {
    title: 'A share',
    level: 2,
    schema: 'ShareBody',
    says: '`PUT /v1/shares/{key}`, `farthing shares apply`. How money is split is in [shares.md](shares.md).',
  },
  { title: 'Shared usage', level: 3, schema: 'SharedUsage', says: 'In `of`.' },
  { title: 'A version of a share', level: 3, schema: 'ShareVersion', says: 'In `versions`.' },
  {
    title: 'A recipient',
    level: 3,
    schema: 'Recipient',
    toldBy: 'to',
    says: 'In `split`, with `shares` or `feePercent`. `to` says to whom: a payee, the payee that the value names, those of another share, or nobody but you:',
  },
  {
    title: 'How a payee is paid',
    level: 2,
    schema: 'PayeePayoutBody',
    says: '`PUT /v1/payees/{key}/payout`, `farthing payees pay-by`. One of `payout`, `thresholds` and `tryAgain` is needed. What becomes of it is in [payouts.md](payouts.md).',
  },
  {
    title: 'A payout method',
    level: 3,
    schema: 'PayoutMethod',
    toldBy: 'method',
    says: 'In `payout`. `method` says which of these it is:',
  },
  {
    title: 'Payout settings',
    level: 2,
    schema: 'PayoutSettingsBody',
    says: '`PUT /v1/payouts/settings`, `farthing payouts set`. All of them: what is left out counts as if it had never been said. What they do is in [payouts.md](payouts.md).',
  },
  {
    title: 'The account that pays',
    level: 3,
    schema: 'PayoutSettingsBody',
    within: ['from'],
    says: 'In `from`.',
  },
  {
    title: 'A payout contract',
    level: 3,
    schema: 'PayoutContractBody',
    says: 'In `contract`: see [payouts-evm.md](payouts-evm.md).',
  },
  {
    title: 'Fees of payouts',
    level: 3,
    schema: 'PayoutSettingsBody',
    within: ['fees'],
    says: 'In `fees`.',
  },
  {
    title: 'A schedule of payouts',
    level: 3,
    schema: 'PayoutSettingsBody',
    within: ['schedule'],
    says: 'In `schedule`.',
  },
  {
    title: 'An address',
    level: 2,
    schema: 'PostalAddress',
    says: 'In `address` of a customer, a payee and a seller.',
  },
  {
    title: 'An electronic address',
    level: 2,
    schema: 'CustomerBody',
    within: ['electronicAddress'],
    says: 'In `electronicAddress` of a customer, a payee and a seller.',
  },
  {
    title: 'A contact',
    level: 2,
    schema: 'CustomerBody',
    within: ['contact'],
    says: 'In `contact` of a customer and of a seller.',
  },
  {
    title: 'A bank account',
    level: 2,
    schema: 'Seller',
    within: ['bankAccount'],
    says: 'In `bankAccount` of a seller.',
  },
  {
    title: 'An address for banks',
    level: 2,
    schema: 'BankAddress',
    says: 'In `address` of a payout method and of the account that pays.',
  },
  {
    title: 'A tax treatment',
    level: 2,
    schema: 'TaxTreatment',
    says: 'In `taxes` of a customer and of the billing settings, by tax code, and in `tax` of a payee.',
  },
];
