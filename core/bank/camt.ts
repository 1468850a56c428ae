import { nanosOf } from '../kernel/money.ts';
import { bankAmount, bankCurrency } from './amounts.ts';
import {
  type BankBalance,
  type BankStatement,
  bankEntriesMax,
  type ReadEntry,
} from './bank-statement.ts';
import { entriesFrom } from './camt-entry.ts';
import { accountIn, dateIn, isMoneyOut } from './camt-parts.ts';
import { withCauses } from './entry-cause.ts';
import { bankStatementInvalid, tooManyEntries } from './invalid.ts';
import { elementAt, elementsAt, readXml, textOf, type XmlElement } from './xml-tree.ts';

/** Versions 2 to 8 were compared with their schemas; later ones have kept the names that are read here. */
const NAMESPACE = /^urn:iso:std:iso:20022:tech:xsd:camt\.(\d{3})\.001\.(\d{2})$/;
const OLDEST = 2;

const others: Readonly<Record<string, string>> = {
  '052': 'a report of the day (camt.052), whose entries come again in a statement',
  '054': 'a notification (camt.054), whose entries come again in a statement',
};

/**
 * The statements of an account in a camt.053 file. Balances are told as they are, and need not add up.
 * @throws Rejection `bank-statement.invalid` with the line, and what was wrong there
 */
export function readCamt(text: string): BankStatement[] {
  const entries = new Map<XmlElement, ReadEntry[]>();
  let count = 0;
  const root = readXml(
    text,
    (name) => name === 'Ntry',
    (entry, parents) => {
      const statement = parents.at(-1);
      if (statement?.name !== 'Stmt') return;
      requireCamt053(parents[0]);
      const read = entriesFrom(entry);
      count += read.length;
      if (count > bankEntriesMax) throw tooManyEntries(entry.line);
      entries.set(statement, [...(entries.get(statement) ?? []), ...read]);
    },
  );
  requireCamt053(root);
  const found = elementsAt(elementAt(root, 'BkToCstmrStmt'), 'Stmt');
  if (found.length === 0) {
    throw bankStatementInvalid('it has no statement (BkToCstmrStmt/Stmt)', { line: root.line });
  }
  return found.map((statement) => statementFrom(statement, entries.get(statement) ?? []));
}

function requireCamt053(root: XmlElement | undefined): void {
  const line = root?.line;
  const namespace = root?.namespace ?? '';
  const [, message = '', version = ''] = NAMESPACE.exec(namespace) ?? [];
  if (message === '053' && Number.parseInt(version, 10) >= OLDEST) return;
  const got = others[message] ?? `${root?.name ?? 'nothing'} of namespace "${namespace}"`;
  throw bankStatementInvalid(
    `send a statement as camt.053.001.02 or later, got ${got.slice(0, 200)}`,
    { line },
  );
}

function statementFrom(statement: XmlElement, entries: readonly ReadEntry[]): BankStatement {
  const { line } = statement;
  const id = textOf(statement, 'Id');
  if (id === undefined) throw bankStatementInvalid('the statement has no Id', { line });
  const account = accountIn(elementAt(statement, 'Acct'));
  if (account === undefined) {
    throw bankStatementInvalid(`statement ${id} has no account (Acct/Id)`, { line });
  }
  const page = textOf(statement, 'StmtPgntn', 'PgNb');
  const owner = textOf(statement, 'Acct', 'Ownr', 'Nm');
  const createdAt = textOf(statement, 'CreDtTm');
  return {
    id,
    account,
    ...(owner === undefined ? {} : { owner }),
    ...(createdAt === undefined ? {} : { createdAt }),
    balances: elementsAt(statement, 'Bal').map(balanceFrom),
    entries: withCauses(entries, {
      account,
      statement: page === undefined ? [id] : [id, page],
    }),
  };
}

function balanceFrom(balance: XmlElement): BankBalance {
  const { line } = balance;
  const written = elementAt(balance, 'Amt');
  const currency = bankCurrency(written?.attributes['Ccy'], line);
  const amount = bankAmount(written?.text ?? '', currency, line);
  const kind =
    textOf(balance, 'Tp', 'CdOrPrtry', 'Cd') ?? textOf(balance, 'Tp', 'CdOrPrtry', 'Prtry');
  const at = dateIn(elementAt(balance, 'Dt'));
  return {
    kind: kind ?? '',
    currency,
    amount: isMoneyOut(balance) ? nanosOf(-amount) : amount,
    ...(at === undefined ? {} : { at }),
  };
}
