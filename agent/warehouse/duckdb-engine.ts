import { type DuckDBConnection, DuckDBInstance, type DuckDBResult } from "@duckdb/node-api";

export type EngineOptions = {
  /** `:memory:` for a database that lives as long as the process. */
  readonly path: string;
  readonly readOnly: boolean;
  /** Such as `1GB`. */
  readonly memoryLimit: string;
  readonly threads: number;
};

/** `type` as DuckDB writes it: `DECIMAL(18,4)`. */
export type EngineColumn = { readonly name: string; readonly type: string };
export type EngineRows = {
  readonly columns: readonly EngineColumn[];
  /** The engine's own values: bigint, number, string, or objects that know how to write themselves. */
  readonly rows: readonly (readonly unknown[])[];
};

/** One connection; it runs one statement at a time. */
export type EngineConnection = {
  /** Runs a statement (values bound to `$1`, …), reading at most `most` rows and stopping the rest. */
  query(sql: string, options?: { values?: readonly string[]; most?: number }): Promise<EngineRows>;
  /** Stops the statement that is running, which then throws; nothing when none is. */
  interrupt(): void;
  append(table: string, schema: string): Promise<Appender>;
  close(): void;
};

export type Appender = {
  text(value: string): void;
  null(): void;
  endRow(): void;
  close(): void;
};

export type Engine = {
  connect(): Promise<EngineConnection>;
  close(): void;
};

/** The only door to DuckDB. Never loads an extension from outside. @throws {Error} when the file cannot be opened. */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const instance = await DuckDBInstance.create(options.path, {
    access_mode: options.readOnly ? "READ_ONLY" : "AUTOMATIC",
    memory_limit: options.memoryLimit,
    threads: String(options.threads),
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    allow_community_extensions: "false",
    // What does not fit into memory may go to disk, but not fill it.
    max_temp_directory_size: "4GB",
  });
  return {
    connect: async () => wrap(await instance.connect()),
    close: () => instance.closeSync(),
  };
}

function wrap(connection: DuckDBConnection): EngineConnection {
  return {
    query: async (sql, { values = [], most = Number.POSITIVE_INFINITY } = {}) => {
      const result = await connection.stream(sql, [...values]);
      const rows = await readRows(result, most);
      // A stream that is not read to its end keeps its statement alive.
      if (rows.length >= most) connection.interrupt();
      return { columns: columnsOf(result), rows: rows.slice(0, most) };
    },
    interrupt: () => connection.interrupt(),
    append: async (table, schema) => {
      const appender = await connection.createAppender(table, schema);
      return {
        text: (value) => appender.appendVarchar(value),
        null: () => appender.appendNull(),
        endRow: () => appender.endRow(),
        close: () => appender.closeSync(),
      };
    },
    close: () => connection.closeSync(),
  };
}

function columnsOf(result: DuckDBResult): readonly EngineColumn[] {
  const types = result.columnTypes();
  // JSON is another name of VARCHAR.
  return result.columnNames().map((name, i) => ({
    name,
    type: result.columnLogicalType(i).alias ?? String(types[i]),
  }));
}

/** Characters of one result: what is read stands in this process's memory, beside that of every other turn. */
const MOST_CHARACTERS = 20_000_000;

/** @throws {Error} when the rows hold more text than a result may. */
async function readRows(result: DuckDBResult, most: number): Promise<readonly unknown[][]> {
  const rows: unknown[][] = [];
  let characters = 0;
  while (rows.length < most) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) break;
    const read = chunk.getRows();
    characters += textIn(read);
    if (characters > MOST_CHARACTERS) throw new Error("result too large");
    rows.push(...read);
  }
  return rows;
}

function textIn(rows: readonly (readonly unknown[])[]): number {
  let sum = 0;
  for (const row of rows) for (const cell of row) sum += lengthOf(cell);
  return sum;
}

function lengthOf(cell: unknown): number {
  if (typeof cell === "string") return cell.length;
  const items = typeof cell === "object" && cell !== null && "items" in cell ? cell.items : [];
  return Array.isArray(items) ? items.reduce<number>((sum, one) => sum + 8 + lengthOf(one), 8) : 8;
}
