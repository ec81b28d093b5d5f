/** SQLite as a module: the part of it that the tests use. */
declare module "sql.js" {
  export type SqlValue = string | number | null;
  export interface Database {
    run(sql: string, values?: readonly SqlValue[]): void;
    exec(sql: string): { columns: string[]; values: SqlValue[][] }[];
    prepare(sql: string): { run(values: readonly SqlValue[]): void; free(): void };
    close(): void;
  }
  const initSqlJs: () => Promise<{ Database: new () => Database }>;
  // biome-ignore lint/style/noDefaultExport: it is the module's own.
  export default initSqlJs;
}
