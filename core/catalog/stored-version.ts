/** The version that records of the catalog are written in. Version 1, which says none, has the same members. */
export const storedCatalogVersion = 2;

/** That of a tenant's meters where one is of trailing windows: whoever does not know these rates none of it. */
export const storedWindowsVersion = 3;
