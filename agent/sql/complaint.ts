/** What a statement says that cannot be run, in words for whoever wrote it. Stays inside this folder: the guard turns it into a value. */
export class Complaint extends Error {
  constructor(message: string) {
    super(message);
    this.name = "Complaint";
  }
}

/** @throws {Complaint} always. */
export function complain(message: string): never {
  throw new Complaint(message);
}
