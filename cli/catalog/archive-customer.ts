import { exitCode } from '../failure.ts';
import { isJsonObject, type JsonObject } from '../http/json.ts';
import { printable } from '../output/table.ts';
import type { Session } from '../session.ts';

/** Puts a customer as it is, but archived; refused where somebody else has changed it meanwhile. */
export async function archiveCustomer(
  session: Session,
  key: string,
  { from }: { readonly from?: string },
): Promise<number> {
  const path = `/v1/customers/${encodeURIComponent(key)}`;
  const found = await session.api().call({ method: 'GET', path });
  const customer: JsonObject = isJsonObject(found.body) ? found.body : {};
  if (customer['archived'] === true) {
    if (session.isJson) session.printJson(customer);
    else session.shell.out(`${printable(key)}: archived before\n`);
    return exitCode.ok;
  }
  // What it has had is kept by itself, and not sent.
  const { key: _key, timezones: _zones, billingDays: _days, tenures: _tenures, ...sent } = customer;
  const body = JSON.stringify({ ...sent, archived: true });
  const answer = await session.api().call({ method: 'PUT', path, query: { from }, body });
  if (session.isJson) session.printJson(answer.body);
  else session.shell.out(`${printable(key)}: archived; what it used before is still billed\n`);
  return exitCode.ok;
}
