import { beforeEach, describe, expect, it, vi } from "vitest";

import { confirmRecovery, saveRecoverySheet } from "$lib/api/session";
import { AppError } from "$lib/errors";

import { Proof } from "./proof.svelte";

vi.mock("$lib/api/session", () => ({ confirmRecovery: vi.fn(), saveRecoverySheet: vi.fn() }));

const sheet = { groups: ["AGE-", "SECR", "QZ7F", "2MWK", "C4"], ask: [1, 2, 3, 4], pdf: "" };
const right = ["SECR", "QZ7F", "2MWK", "C4"];

describe("the proof of a recovery sheet", () => {
  const done = vi.fn();
  let proof: Proof;
  beforeEach(() => {
    vi.clearAllMocks();
    proof = new Proof(sheet, done);
  });

  it("is not ready before every asked group is right", () => {
    expect(proof.ready).toBe(false);
    proof.typed = [...right.slice(0, 3), "C5"];
    expect(proof.ready).toBe(false);
  });

  it("takes small letters and spaces around a group", () => {
    proof.typed = right.map((group) => ` ${group.toLowerCase()} `);
    expect(proof.ready).toBe(true);
  });

  it("is never ready for a sheet that asks nothing", () => {
    expect(new Proof({ ...sheet, ask: [] }, done).ready).toBe(false);
  });

  it("calls a group wrong only after its field was left", () => {
    proof.typed[0] = "SE";
    expect(proof.wrong(0)).toBeUndefined();
    proof.left[0] = true;
    expect(proof.wrong(0)).toContain("2");
    expect(proof.wrong(1)).toBeUndefined();
  });

  it("is done when the program agrees", async () => {
    proof.typed = [...right];
    await proof.confirm();
    expect(confirmRecovery).toHaveBeenCalledWith(right);
    expect(done).toHaveBeenCalledOnce();
  });

  it("goes on where the program disagrees, and says which group", async () => {
    vi.mocked(confirmRecovery).mockRejectedValueOnce(
      new AppError([{ code: "recovery-groups-wrong", field: "3", args: {} }]),
    );
    await proof.confirm();
    expect(done).not.toHaveBeenCalled();
    expect(proof.wrong(2)).toContain("4");
    expect(proof.busy).toBe(false);
  });

  it("does not call the sheet saved when the person changed their mind", async () => {
    vi.mocked(saveRecoverySheet).mockResolvedValueOnce("");
    await proof.save();
    expect(proof.saved).toBe(false);
    vi.mocked(saveRecoverySheet).mockResolvedValueOnce("/home/maija/lehti.pdf");
    await proof.save();
    expect(proof.saved).toBe(true);
  });
});
