import type { UblProfile } from '../../contract/invoices/invoice.ts';
import type { ElectronicInvoice } from './electronic-invoice.ts';

const core = 'urn:cen.eu:en16931:2017';
const billing = 'urn:fdc:peppol.eu:2017:poacc:billing';

/** By what a document says which rules it keeps, and of which process it is. */
export const profileNames: Readonly<
  Record<UblProfile, Pick<ElectronicInvoice, 'specification' | 'process'>>
> = {
  en16931: { specification: core },
  'peppol-bis-3': {
    specification: `${core}#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0`,
    process: `${billing}:01:1.0`,
  },
  'xrechnung-3': {
    specification: `${core}#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0`,
    process: `${billing}:01:1.0`,
  },
};

/** A document of the core of EN 16931 as its profile wants it: one note alone (PEPPOL-EN16931-R002). */
export function inProfile(invoice: ElectronicInvoice, profile: UblProfile): ElectronicInvoice {
  if (profile === 'en16931') return invoice;
  const { notes } = invoice;
  return { ...invoice, notes: notes.length === 0 ? [] : [notes.join('\n')] };
}
