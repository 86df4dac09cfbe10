import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import type { DataType } from "./model.ts";
import { mend } from "./nearest.ts";
import schema from "./ossie-schema.json" with { type: "json" };
import type { Path, Problem } from "./problems.ts";

export type OssieExpression = { dialects: readonly { dialect: string; expression: string }[] };
export type OssieContext = string | { synonyms?: readonly string[] };
export type OssieExtension = { vendor_name: string; data: string };

type OssieNamed = {
  name: string;
  description?: string;
  ai_context?: OssieContext;
  custom_extensions?: readonly OssieExtension[];
};
export type OssieField = OssieNamed & {
  expression: OssieExpression;
  dimension?: { is_time?: boolean };
  label?: string;
  datatype?: DataType;
};
export type OssieDataset = OssieNamed & {
  source: string;
  primary_key?: readonly string[];
  unique_keys?: readonly (readonly string[])[];
  fields?: readonly OssieField[];
};
export type OssieRelationship = Omit<OssieNamed, "description"> & {
  from: string;
  to: string;
  from_columns: readonly string[];
  to_columns: readonly string[];
};
export type OssieMetric = OssieNamed & { expression: OssieExpression; datatype?: DataType };

/** A semantic model as an Apache Ossie 0.2.0.dev0 document writes it. */
export type OssieModel = OssieNamed & {
  datasets: readonly OssieDataset[];
  relationships?: readonly OssieRelationship[];
  metrics?: readonly OssieMetric[];
};

/** The model, and where in the document it stands; or all that the schema finds wrong. */
export type OssieReading =
  | { ok: true; model: OssieModel; prefix: Path }
  | { ok: false; problems: readonly Problem[] };

let validator: ValidateFunction | undefined;

/** Reads both forms: `semantic_model: [ … ]`, and the newer one with the model at the root beside `version`. */
export function readOssie(data: unknown): OssieReading {
  if (!isRecord(data)) return refuse([], "is empty; it must hold an Apache Ossie semantic model");
  const inList = "semantic_model" in data;
  const { version, ...root } = data;
  const listed = inList
    ? data
    : { ...(version !== undefined && { version }), semantic_model: [root] };
  validator ??= new Ajv2020({ allErrors: true, verbose: true }).compile(schema);
  if (!validator(listed)) {
    const problems = (validator.errors ?? []).filter(isTelling).map(toProblem);
    return {
      ok: false,
      problems: problems.map((problem) => (inList ? problem : unlisted(problem))),
    };
  }
  const models = listed["semantic_model"] as readonly OssieModel[];
  const [model] = models;
  if (!model || models.length > 1) {
    return refuse(
      ["semantic_model"],
      `must hold one model, found ${models.length}; join them into one`,
    );
  }
  return { ok: true, model, prefix: inList ? ["semantic_model", 0] : [] };
}

function unlisted({ path, message }: Problem): Problem {
  return { path: path[0] === "semantic_model" ? path.slice(2) : path, message };
}

/** The alternatives of a choice say what is wrong; that none of them fits says nothing more. */
function isTelling(error: ErrorObject): boolean {
  return error.keyword !== "oneOf" && error.keyword !== "$ref";
}

function toProblem(error: ErrorObject): Problem {
  return { path: toPath(error.instancePath), message: toWords(error) };
}

function toWords(error: ErrorObject): string {
  const params: Record<string, unknown> = error.params;
  switch (error.keyword) {
    case "required":
      return `has no "${params["missingProperty"]}"; add it`;
    case "additionalProperties": {
      const key = String(params["additionalProperty"]);
      return `has the unknown key "${key}"${mend(key, Object.keys(propertiesOf(error.parentSchema)))}`;
    }
    case "enum":
      return `must be one of ${(params["allowedValues"] as readonly unknown[]).join(", ")}, found ${shown(error.data)}`;
    case "const":
      return `must be ${shown(params["allowedValue"])}, found ${shown(error.data)}`;
    case "type":
      return `must be ${article(String(params["type"]))}, found ${shown(error.data)}${expressionForm(error)}`;
    case "minItems":
      return "must not be empty";
    default:
      return error.message ?? "is not valid";
  }
}

function expressionForm(error: ErrorObject): string {
  return error.instancePath.endsWith("/expression") && typeof error.data === "string"
    ? "; write it as dialects: [{ dialect: BIGQUERY, expression: … }]"
    : "";
}

function toPath(pointer: string): Path {
  return pointer
    .split("/")
    .slice(1)
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

function propertiesOf(parent: unknown): Record<string, unknown> {
  const properties = isRecord(parent) ? parent["properties"] : undefined;
  return isRecord(properties) ? properties : {};
}

function article(type: string): string {
  return type === "object" ? "a map" : type === "array" ? "a list" : `a ${type}`;
}

function shown(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 60) ?? "nothing";
}

function refuse(path: Path, message: string): OssieReading {
  return { ok: false, problems: [{ path, message }] };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
