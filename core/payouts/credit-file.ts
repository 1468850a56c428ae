import type { PayoutMethod } from '../contract/payouts/method-shapes.ts';
import type { Currency } from '../kernel/currency.ts';
import { invariant } from '../kernel/invariant.ts';
import { currencyText, type Nanos, nanosOf, nanosText } from '../kernel/money.ts';
import { rfc3339 } from '../kernel/timestamp.ts';
import { element, textElement, type XmlElement, xmlText } from '../kernel/xml.ts';
import { sepaName, sepaText } from '../rails/sepa/sepa-text.ts';
import { batchNameOf, referenceOf } from './names.ts';
import type { PayingAccount } from './payout-settings.ts';
import type { PayoutItem, PayoutRun } from './run.ts';

const NAMESPACE = 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09';
const REMITTANCE_LENGTH = 140;

type Address = NonNullable<PayingAccount['address']>;

/**
 * The file that a bank takes, pain.001.001.09: a function of the run and of what it has taken, so that the same run is
 * the same bytes each time. The payments of each currency are a batch, which the bank books as one.
 */
export function creditFile(run: PayoutRun, items: readonly PayoutItem[]): string {
  const { id, from, submittedAt, payOn } = run;
  invariant(
    from !== undefined && submittedAt !== undefined && payOn !== undefined,
    'a run over SEPA is submitted before there is a file of it',
  );
  const currencies = [...new Set(items.map(({ currency }) => currency))].toSorted();
  const sum = nanosText(sumOf(items));
  const root = element(
    'Document',
    element(
      'CstmrCdtTrfInitn',
      element(
        'GrpHdr',
        textElement('MsgId', id),
        textElement('CreDtTm', rfc3339(submittedAt)),
        textElement('NbOfTxs', String(items.length)),
        // Over all currencies, as the standard has it.
        textElement('CtrlSum', sum),
        element('InitgPty', textElement('Nm', sepaName(from.name))),
      ),
      currencies.map((currency) =>
        batchOf(
          { id, from, payOn, currency },
          items.filter((one) => one.currency === currency),
        ),
      ),
    ),
  );
  invariant(root !== undefined, 'a file has its root');
  return xmlText({ ...root, attributes: { xmlns: NAMESPACE } }, 1);
}

const netOf = ({ amount, fee }: PayoutItem): Nanos => nanosOf(amount - fee);

const sumOf = (items: readonly PayoutItem[]): Nanos =>
  nanosOf(items.reduce((sum, item) => sum + netOf(item), 0n));

interface BatchOf {
  readonly id: string;
  readonly from: PayingAccount;
  readonly payOn: string;
  readonly currency: Currency;
}

function batchOf(
  { id, from, payOn, currency }: BatchOf,
  items: readonly PayoutItem[],
): XmlElement | undefined {
  const isEuro = currency === 'EUR';
  return element(
    'PmtInf',
    textElement('PmtInfId', batchNameOf(id, currency)),
    textElement('PmtMtd', 'TRF'),
    textElement('BtchBookg', 'true'),
    textElement('NbOfTxs', String(items.length)),
    textElement('CtrlSum', currencyText(sumOf(items), currency)),
    // The service level is of euro alone; a bank takes payments in others as it does by itself.
    isEuro ? element('PmtTpInf', element('SvcLvl', textElement('Cd', 'SEPA'))) : undefined,
    element('ReqdExctnDt', textElement('Dt', payOn)),
    partyOf('Dbtr', from.name, from.address),
    accountOf('DbtrAcct', from.iban),
    agentOf('DbtrAgt', from.bic) ?? agentNotProvided('DbtrAgt'),
    textElement('ChrgBr', isEuro ? 'SLEV' : 'SHAR'),
    items.map((item) => paymentOf(item, id)),
  );
}

/** In parts alone: lines of text are refused since 15 November 2026. */
const partyOf = (
  name: string,
  holder: string,
  address: Address | undefined,
): XmlElement | undefined =>
  element(
    name,
    textElement('Nm', sepaName(holder)),
    address === undefined
      ? undefined
      : element(
          'PstlAdr',
          textElement('StrtNm', cut(address.street, 70)),
          textElement('BldgNb', cut(address.building, 16)),
          textElement('PstCd', cut(address.postalCode, 16)),
          textElement('TwnNm', cut(address.town, 35)),
          textElement('Ctry', address.country),
        ),
  );

const cut = (text: string | undefined, length: number): string | undefined =>
  text === undefined ? undefined : sepaText(text, length);

const accountOf = (name: string, iban: string): XmlElement | undefined =>
  element(name, element('Id', textElement('IBAN', iban)));

const agentOf = (name: string, bic: string | undefined): XmlElement | undefined =>
  bic === undefined ? undefined : element(name, element('FinInstnId', textElement('BICFI', bic)));

/** The IBAN says which bank it is; of who pays, the schema wants a bank all the same. */
const agentNotProvided = (name: string): XmlElement | undefined =>
  element(name, element('FinInstnId', element('Othr', textElement('Id', 'NOTPROVIDED'))));

function paymentOf(item: PayoutItem, run: string): XmlElement | undefined {
  const method: PayoutMethod = item.method;
  invariant(method.method === 'sepa', 'what is in a file for a bank is paid by it');
  return element(
    'CdtTrfTxInf',
    element('PmtId', textElement('EndToEndId', referenceOf(item.payout))),
    element(
      'Amt',
      textElement('InstdAmt', currencyText(netOf(item), item.currency), { Ccy: item.currency }),
    ),
    agentOf('CdtrAgt', method.bic),
    partyOf('Cdtr', method.holder, method.address),
    accountOf('CdtrAcct', method.iban),
    element(
      'RmtInf',
      textElement('Ustrd', sepaText(`Payout ${item.payee} ${run}`, REMITTANCE_LENGTH)),
    ),
  );
}
