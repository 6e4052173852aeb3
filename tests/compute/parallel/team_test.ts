import { assertEquals, assertThrows } from "@std/assert";
import {
  disband,
  meetingPoint,
  ownParts,
  partRange,
  SOLO,
  teamMember,
} from "../../../lib/compute/parallel/team.ts";

Deno.test("ownParts() gives every part to one member", () => {
  for (const size of [1, 2, 3, 4, 7]) {
    const given = Array.from(
      { length: size },
      (_, rank) => ownParts({ rank, size, barrier() {} }, 9),
    ).flat();
    assertEquals(given.sort((a, b) => a - b), [0, 1, 2, 3, 4, 5, 6, 7, 8]);
  }
  assertEquals(ownParts(SOLO, 3), [0, 1, 2]);
});

Deno.test("partRange() cuts without gap or overlap", () => {
  for (const [length, parts] of [[10, 4], [3, 4], [0, 2], [12, 3]]) {
    let end = 0;
    for (let part = 0; part < parts; part++) {
      const [from, to] = partRange(length, part, parts);
      assertEquals(from, end);
      end = to;
    }
    assertEquals(end, length);
  }
});

Deno.test("teamMember() lets the last to come pass, and the others after it", () => {
  const point = meetingPoint();
  const early = teamMember(point, { rank: 0, size: 2, patience: 1 });
  const late = teamMember(point, { rank: 1, size: 2, patience: 1 });
  assertThrows(() => early.barrier(), Error, "a worker has not come within 0.001 s");
  late.barrier();
});

Deno.test("disband() sends home whoever comes", () => {
  const point = meetingPoint();
  const member = teamMember(point, { rank: 0, size: 2 });
  disband(point);
  assertThrows(() => member.barrier(), Error, "the team is disbanded");
});
