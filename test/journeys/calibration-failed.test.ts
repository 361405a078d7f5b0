import { expect, test } from "vitest";
import * as Calibration from "@docent/core/evaluation/calibration";
import * as CalibrationRun from "@docent/core/evaluation/calibration-run";
import * as Label from "@docent/core/evaluation/label";
import { PublicError } from "@docent/core/error";
import * as Library from "@docent/core/knowledge/library";
import * as Version from "@docent/core/knowledge/version";
import { testScope } from "../scope.ts";

test.each([
  [new PublicError("unavailable", "model.unreachable", "The model server cannot be reached."), "model.unreachable"],
  [new Error("power cut"), "calibration.failed"],
])("a run that fails says why, and the next one measures (%s)", async (error, errorCode) => {
  const scope = await testScope();
  const { id: libraryId } = await Library.create(scope, { name: "House" });
  await Version.add(scope, libraryId, [{ name: "lift.md", content: new TextEncoder().encode("There is a lift.") }]);
  await scope.settle();
  await Label.set(scope, { question: "Is there a lift?", expected: "answer" });
  const { id } = await Calibration.start(scope, {});

  await CalibrationRun.run({ ...scope, index: { ...scope.index, search: () => Promise.reject(error) } }, id);

  expect(await Calibration.progress(scope)).toMatchObject({ state: "failed", errorCode });
  expect((await Calibration.get(scope)).measured).toBeNull();

  await Calibration.start(scope, {});
  await scope.settle();
  expect(await Calibration.progress(scope)).toMatchObject({ state: "finished", errorCode: null });
  await scope.close();
});
