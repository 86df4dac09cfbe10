/** `YYYY-MM-DD`. */
export type IsoDate = string;

export type Grain = "day" | "week" | "month" | "quarter" | "year";

/**
 * A period: `start` inclusive, `end` exclusive. `grain` is the unit it was named in (`quarter` for "Q4 2024",
 * `day` for any odd range); `label` is how an answer names it.
 */
export type TimeRange = {
  readonly start: IsoDate;
  readonly end: IsoDate;
  readonly grain: Grain;
  readonly label: string;
};

/**
 * First and last date with data, both inclusive. `grain` is given for rows that stand for whole months, dated by the first day
 * of each: `end` is then the last day of the last month.
 */
export type Coverage = {
  readonly start: IsoDate;
  readonly end: IsoDate;
  readonly grain?: "month";
};
