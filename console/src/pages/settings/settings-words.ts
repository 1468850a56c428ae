import type { Settings } from './settings-draft.ts';

type Words = readonly (readonly [name: string, value: string | undefined])[];

/** Who sells, line by line. */
export function sellerWords({ seller }: Settings): Words {
  const { address, electronicAddress, contact, bankAccount } = seller;
  const town = [address?.postalCode, address?.city, address?.region]
    .filter((one) => one !== undefined)
    .join(' ');
  return [
    ['name', seller.name],
    [
      'address',
      address === undefined
        ? undefined
        : [...address.lines, town, address.country].filter((one) => one !== '').join(', '),
    ],
    ['tax number', seller.taxNumber],
    ['registration number', seller.registrationNumber],
    [
      'electronic address',
      electronicAddress === undefined
        ? undefined
        : `${electronicAddress.id} (scheme ${electronicAddress.scheme})`,
    ],
    ['contact', joined([contact?.name, contact?.phone, contact?.email])],
    ['paid to', joined([bankAccount?.iban, bankAccount?.bic, bankAccount?.holder])],
  ];
}

function joined(parts: readonly (string | undefined)[]): string | undefined {
  const known = parts.filter((part) => part !== undefined);
  return known.length === 0 ? undefined : known.join(', ');
}

/** What stands on documents. */
export function documentWords(settings: Settings): Words {
  const { timezone, series, notes, paymentInstructions, language = 'en' } = settings;
  const { csvSeparator, ublProfile, paymentLink } = settings;
  const numbers = (format: { readonly prefix: string; readonly digits: number }): string =>
    `${format.prefix}${'0'.repeat(format.digits - 1)}1`;
  const invoice = series?.invoice ?? { prefix: 'INV-{year}-', digits: 6 };
  const creditNote = series?.creditNote ?? { prefix: 'CN-{year}-', digits: 6 };
  return [
    ['dated by the calendar of', timezone ?? 'UTC'],
    ['invoices are numbered', numbers(invoice)],
    ['credit notes are numbered', numbers(creditNote)],
    ['PDFs are written in', language],
    ['CSV is parted by', csvSeparator === 'semicolon' ? 'semicolons' : undefined],
    ['UBL keeps the rules of', ublProfile],
    ['how to pay', paymentInstructions],
    ['paid at', paymentLink],
    ['notes', notes?.join(' / ')],
  ];
}

/** When and how months are billed, with what holds where nothing is said. */
export function billingWords(settings: Settings): Words {
  const { paymentTermsDays = 14, graceHours = 24, approval, zeroAmount, bounds } = settings;
  const { defaultPlan, defaultPlanFrom } = settings;
  const { timesLast, floor } = bounds ?? { timesLast: 10, floor: '1' };
  const from = defaultPlanFrom === undefined ? '' : `, from ${defaultPlanFrom} on`;
  return [
    ['an invoice is due', `${paymentTermsDays} days after it was issued`],
    ['a month is billed', `${graceHours} hours after its end`],
    ['a person approves', approvalWords(approval)],
    [
      'money that no invoice has used',
      settings.unappliedMoney === 'keep'
        ? 'is kept until somebody applies it'
        : 'is used by the next invoice',
    ],
    [
      'a month that comes to nothing',
      zeroAmount === 'invoice' ? 'is invoiced' : 'is closed without an invoice',
    ],
    [
      'set aside for a person',
      bounds === null
        ? 'nothing for its amount'
        : `what is more than ${timesLast} times the last invoice, and at least ${floor}`,
    ],
    [
      'default plan',
      defaultPlan === undefined ? 'none: who has no plan is not billed' : `${defaultPlan}${from}`,
    ],
    ['views are given back', refundWords(settings.viewRefunds)],
  ];
}

const refundWords = (refunds: Settings['viewRefunds']): string =>
  refunds === undefined
    ? 'never'
    : `within ${refunds.withinMinutes} minutes, ${refunds.perDay} a day of each payer`;

function approvalWords(approval: boolean | undefined): string {
  if (approval === undefined) return 'the drafts of the first month that is closed';
  return approval ? 'every draft' : 'nothing';
}
