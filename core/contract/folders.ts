const TENANT = /^[\x20-\x7e]{1,128}$/;

/**
 * The folder of a tenant in a bucket. Letters, digits, `-` and `_` stay, and every other character, dots too, becomes
 * `!` and its two hexadecimal digits: no two names share a folder, and no folder has a part that a path could mean
 * something by. Tenants are named in printable ASCII.
 */
export const folderOfTenant = (tenant: string): string =>
  tenant.replaceAll(/[^A-Za-z0-9_-]/g, (character) => `!${character.charCodeAt(0).toString(16)}`);

/** Whose folder it is; undefined where no tenant has it. */
export function tenantOfFolder(folder: string): string | undefined {
  const tenant = folder.replaceAll(/!([0-9a-f]{2})/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  return TENANT.test(tenant) && folderOfTenant(tenant) === folder ? tenant : undefined;
}
