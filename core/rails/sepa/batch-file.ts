import { invariant } from '../../kernel/invariant.ts';
import { currencyText, type Nanos } from '../../kernel/money.ts';
import { rfc3339 } from '../../kernel/timestamp.ts';
import { element, textElement, type XmlElement, xmlText } from '../../kernel/xml.ts';
import { type BatchItem, type SepaBatch, sumOfItems } from './batch.ts';
import type { SepaCreditor } from './creditor.ts';
import type { MandateVersion } from './mandate.ts';
import { sepaName, sepaText } from './sepa-text.ts';

/** A direct debit with whom it is taken from, and the account that the payer's bank knows, where that is another. */
export interface DebitOfFile {
  readonly item: BatchItem;
  readonly debtor: MandateVersion;
  readonly original: MandateVersion | undefined;
}

const NAMESPACE = 'urn:iso:std:iso:20022:tech:xsd:pain.008.001.08';
const REMITTANCE_LENGTH = 140;

/**
 * The file that a bank takes, pain.008.001.08: a function of the batch and the versions of its mandates, so that the
 * same batch is the same bytes each time it is asked for. Every mandate counts as recurrent, as the scheme allows.
 */
export function batchFile(batch: SepaBatch, debits: readonly DebitOfFile[]): string {
  const { id, preparedAt, creditor } = batch;
  const sums = sumsOf(batch.items);
  const root = element(
    'Document',
    element(
      'CstmrDrctDbtInitn',
      element(
        'GrpHdr',
        textElement('MsgId', id),
        textElement('CreDtTm', rfc3339(preparedAt)),
        sums,
        element('InitgPty', textElement('Nm', sepaName(creditor.name))),
      ),
      paymentOf(batch, debits, sums),
    ),
  );
  invariant(root !== undefined, 'a file has its root');
  return xmlText({ ...root, attributes: { xmlns: NAMESPACE } }, 1);
}

const sumsOf = (items: readonly BatchItem[]): readonly (XmlElement | undefined)[] => [
  textElement('NbOfTxs', String(items.length)),
  textElement('CtrlSum', euros(sumOfItems(items))),
];

const euros = (amount: Nanos): string => currencyText(amount, 'EUR');

function paymentOf(
  { id, collectOn, creditor }: SepaBatch,
  debits: readonly DebitOfFile[],
  sums: readonly (XmlElement | undefined)[],
): XmlElement | undefined {
  const { name, iban, bic, scheme } = creditor;
  return element(
    'PmtInf',
    textElement('PmtInfId', id),
    textElement('PmtMtd', 'DD'),
    // One credit for all of them, which statements name by the two ids above.
    textElement('BtchBookg', 'true'),
    sums,
    element(
      'PmtTpInf',
      element('SvcLvl', textElement('Cd', 'SEPA')),
      element('LclInstrm', textElement('Cd', scheme)),
      textElement('SeqTp', 'RCUR'),
    ),
    textElement('ReqdColltnDt', collectOn),
    element('Cdtr', textElement('Nm', sepaName(name))),
    accountOf('CdtrAcct', iban),
    agentOf('CdtrAgt', bic),
    textElement('ChrgBr', 'SLEV'),
    schemeOf(creditor),
    debits.map(debitOf),
  );
}

const schemeOf = ({ identifier }: SepaCreditor): XmlElement | undefined =>
  element(
    'CdtrSchmeId',
    element(
      'Id',
      element(
        'PrvtId',
        element(
          'Othr',
          textElement('Id', identifier),
          element('SchmeNm', textElement('Prtry', 'SEPA')),
        ),
      ),
    ),
  );

const accountOf = (name: string, iban: string): XmlElement | undefined =>
  element(name, element('Id', textElement('IBAN', iban)));

/** Since 2016 the IBAN alone says which bank it is; the schema wants a bank all the same. */
const agentOf = (name: string, bic: string | undefined): XmlElement | undefined =>
  element(
    name,
    element(
      'FinInstnId',
      bic === undefined
        ? element('Othr', textElement('Id', 'NOTPROVIDED'))
        : textElement('BICFI', bic),
    ),
  );

function debitOf({ item, debtor, original }: DebitOfFile): XmlElement | undefined {
  const { endToEndId, amount, mandate, number } = item;
  return element(
    'DrctDbtTxInf',
    element('PmtId', textElement('EndToEndId', endToEndId)),
    textElement('InstdAmt', euros(amount), { Ccy: 'EUR' }),
    element(
      'DrctDbtTx',
      element(
        'MndtRltdInf',
        textElement('MndtId', mandate),
        textElement('DtOfSgntr', debtor.signedAt),
        amendmentOf(debtor, original),
      ),
    ),
    agentOf('DbtrAgt', debtor.bic),
    element('Dbtr', textElement('Nm', sepaName(debtor.name))),
    accountOf('DbtrAcct', debtor.iban),
    element('RmtInf', textElement('Ustrd', sepaText(number, REMITTANCE_LENGTH))),
  );
}

/** Of another account, the bank is told the one that it knows; a name is no matter of the mandate's. */
function amendmentOf(
  debtor: MandateVersion,
  original: MandateVersion | undefined,
): readonly (XmlElement | undefined)[] {
  if (original === undefined || original.iban === debtor.iban) return [];
  return [
    textElement('AmdmntInd', 'true'),
    element('AmdmntInfDtls', accountOf('OrgnlDbtrAcct', original.iban)),
  ];
}
