import { buildDataset, buildRelationship, readRollup } from "./build-datasets.ts";
import { buildMetrics } from "./build-metrics.ts";
import { buildRollups } from "./build-rollups.ts";
import { checkFields } from "./check-fields.ts";
import { checkNames } from "./check-names.ts";
import { checkRelationships } from "./check-relationships.ts";
import { checkModel, type Tables } from "./check-tables.ts";
import { withDayParts } from "./day-parts.ts";
import { readExtension } from "./extensions.ts";
import { withImplied } from "./implied-metrics.ts";
import { inferTypes } from "./infer-types.ts";
import { inheritTime } from "./inherit-time.ts";
import type { SemanticModel } from "./model.ts";
import { type OssieModel, readOssie } from "./ossie.ts";
import { type Path, type Problem, toError } from "./problems.ts";
import { checkStores } from "./stores.ts";
import { parseYaml } from "./yaml-file.ts";

/**
 * The semantic model of an Apache Ossie document, checked whole; with `tables` (columns by physical table) against those too.
 *
 * @throws {Error} one error that names every problem with file, line, place and mend.
 */
export function loadModel(yamlText: string, file: string, tables?: Tables): SemanticModel {
  const { data, problems: syntax, lineOf } = parseYaml(yamlText);
  const refuse = (problems: readonly Problem[]) =>
    toError("the semantic model", problems, { file, lineOf });
  if (syntax.length > 0) throw refuse(syntax);
  const reading = readOssie(data);
  if (!reading.ok) throw refuse(reading.problems);
  const { model, problems } = buildModel(reading.model);
  const all = [...problems, ...(tables ? checkModel(model, tables) : [])];
  if (all.length === 0) return withImplied(withDayParts(model));
  throw refuse(all.map(({ path, message }) => ({ path: [...reading.prefix, ...path], message })));
}

function buildModel(written: OssieModel): { model: SemanticModel; problems: readonly Problem[] } {
  const problems: Problem[] = [];
  readExtension("model", written, { path: [], problems });
  const built = written.datasets.map((dataset, index) => {
    const path: Path = ["datasets", index];
    const rollup = readRollup(dataset, path);
    return { dataset: buildDataset(dataset, { path, problems }), rollup };
  });
  const datasets = built.flatMap(({ dataset, rollup }) => (rollup ? [] : [dataset]));
  const summing = built.flatMap(({ dataset, rollup }) => (rollup ? [{ dataset, ...rollup }] : []));
  const rollups = buildRollups(datasets, summing, problems);
  const relationships = (written.relationships ?? []).map((relationship, index) =>
    buildRelationship(relationship, datasets, { path: ["relationships", index], problems }),
  );
  const { name, description = "" } = written;
  const bare = inheritTime({ name, description, datasets, relationships, rollups, metrics: [] });
  const model = inferTypes({
    ...bare,
    metrics: buildMetrics(bare, written.metrics ?? [], problems),
  });
  problems.push(...checkNames(model), ...checkRelationships(model), ...checkFields(model));
  problems.push(...checkStores(model));
  return { model, problems };
}
