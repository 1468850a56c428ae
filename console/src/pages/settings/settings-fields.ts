/** How a setting is written: as a line, several lines, a whole number, or one of several. */
export type Written =
  | { readonly as: 'text' | 'lines' | 'number' }
  | {
      readonly as: 'choice';
      readonly of: readonly { readonly value: string; readonly name: string }[];
    };

/** A setting that is a field of the form, by its pointer into what is put. */
export type SettingField = Written & {
  readonly at: string;
  readonly label: string;
  readonly hint?: string;
  readonly isNeeded?: true;
};

export interface SettingGroup {
  readonly title: string;
  readonly fields: readonly SettingField[];
}

const text = (at: string, label: string, hint?: string): SettingField => ({
  ...{ as: 'text', at, label },
  ...(hint === undefined ? {} : { hint }),
});
const number = (at: string, label: string, hint: string): SettingField => ({
  ...{ as: 'number', at, label, hint },
});

/** All settings but the bounds and taxes, as people go through them. */
export const settingGroups: readonly SettingGroup[] = [
  {
    title: 'Who sells',
    fields: [
      { ...text('/seller/name', 'Name', 'As it stands on invoices.'), isNeeded: true },
      {
        as: 'lines',
        at: '/seller/address/lines',
        label: 'Street and number',
        hint: 'A line each.',
      },
      text('/seller/address/postalCode', 'Postal code'),
      text('/seller/address/city', 'City'),
      text('/seller/address/region', 'Region'),
      text('/seller/address/country', 'Country', 'Two capitals, such as DE.'),
      text('/seller/taxNumber', 'Tax number', 'With its country prefix, such as DE123456788.'),
      text('/seller/registrationNumber', 'Registration number'),
      text('/seller/electronicAddress/scheme', 'Electronic address: scheme', 'Such as 0088.'),
      text('/seller/electronicAddress/id', 'Electronic address'),
      text('/seller/contact/name', 'Contact', 'A person or a department.'),
      text('/seller/contact/phone', 'Contact: phone'),
      text('/seller/contact/email', 'Contact: mail address'),
      text('/seller/bankAccount/iban', 'IBAN', 'Without spaces.'),
      text('/seller/bankAccount/bic', 'BIC'),
      text('/seller/bankAccount/holder', 'Account holder', 'Where not the seller.'),
    ],
  },
  {
    title: 'What stands on documents',
    fields: [
      text('/timezone', 'Time zone', 'By which documents are dated; UTC where empty.'),
      { as: 'lines', at: '/notes', label: 'Notes', hint: 'On every invoice, a line each.' },
      text('/paymentInstructions', 'How to pay'),
      text(
        '/paymentLink',
        'Page to pay at',
        'Yours, such as https://shop.example/pay?invoice={number}.',
      ),
      text('/logo', 'Logo', 'Its SHA-256, as farthing settings logo FILE says it.'),
      {
        ...{ as: 'choice', at: '/language', label: 'Language of PDFs' },
        hint: 'A customer can have another.',
        of: [
          { value: '', name: 'English' },
          { value: 'de', name: 'German' },
          { value: 'fr', name: 'French' },
        ],
      },
      {
        ...{ as: 'choice', at: '/csvSeparator', label: 'CSV is parted by' },
        of: [
          { value: '', name: 'commas' },
          { value: 'semicolon', name: 'semicolons, with commas in decimals' },
        ],
      },
      {
        ...{ as: 'choice', at: '/ublProfile', label: 'UBL keeps the rules of' },
        of: [
          { value: '', name: 'EN 16931' },
          { value: 'xrechnung-3', name: 'XRechnung 3' },
          { value: 'peppol-bis-3', name: 'Peppol BIS 3 (unverified)' },
        ],
      },
      text('/series/invoice/prefix', 'Invoice numbers begin', 'INV-{year}- where empty.'),
      number('/series/invoice/digits', 'Digits of invoice numbers', '6 where empty.'),
      text('/series/creditNote/prefix', 'Credit note numbers begin', 'CN-{year}- where empty.'),
      number('/series/creditNote/digits', 'Digits of credit note numbers', '6 where empty.'),
    ],
  },
  {
    title: 'When and how is billed',
    fields: [
      number('/paymentTermsDays', 'Due after days', '14 where empty.'),
      number('/graceHours', 'Billed, hours after the month', '24 where empty.'),
      {
        ...{ as: 'choice', at: '/approval', label: 'A person approves drafts' },
        of: [
          { value: '', name: 'of the first month' },
          { value: 'true', name: 'always' },
          { value: 'false', name: 'never' },
        ],
      },
      {
        ...{ as: 'choice', at: '/unappliedMoney', label: 'Money that no invoice has used' },
        hint: 'A customer can have another.',
        of: [
          { value: '', name: 'is used by the next invoice' },
          { value: 'keep', name: 'is kept until somebody applies it' },
        ],
      },
      {
        ...{ as: 'choice', at: '/breakage', label: 'Bought money that has ended in a wallet' },
        of: [
          { value: '', name: 'stays owed' },
          { value: 'at-end', name: 'is earned two days later' },
        ],
      },
      {
        ...{ as: 'choice', at: '/zeroAmount', label: 'A month that comes to nothing' },
        of: [
          { value: '', name: 'is closed without an invoice' },
          { value: 'invoice', name: 'is invoiced' },
        ],
      },
      text('/defaultPlan', 'Default plan', 'Of who names none. It stays once there is one.'),
      text('/defaultPlanFrom', 'Default plan from', 'A day; the first of this month where empty.'),
      number('/viewRefunds/withinMinutes', 'Views given back within minutes', 'None where empty.'),
      number('/viewRefunds/perDay', 'Views given back a day', 'Of one payer, 10 at most.'),
    ],
  },
];

/** A setting as the text of its field. */
export function settingText({ as }: Written, value: unknown): string {
  if (as === 'lines') return Array.isArray(value) ? value.join('\n') : '';
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}

/** The text of a field as a setting: what is empty is none. What is no number stays text, which is refused. */
export function settingFrom({ as }: Written, written: string): unknown {
  if (written === '') return undefined;
  if (as === 'lines') return written.split('\n');
  if (as === 'number') return /^\d{1,9}$/.test(written) ? Number(written) : written;
  if (as === 'choice' && (written === 'true' || written === 'false')) return written === 'true';
  return written;
}
