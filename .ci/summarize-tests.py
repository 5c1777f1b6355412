"""Adds up all Surefire and Failsafe reports and names every skipped test with its reason."""
import glob
import sys
import xml.etree.ElementTree as ElementTree

passed = failed = 0
skipped = []
for path in glob.glob("**/target/*-reports/TEST-*.xml", recursive=True):
    for case in ElementTree.parse(path).getroot().iter("testcase"):
        skip = case.find("skipped")
        if skip is not None:
            # Where a whole run of a class is skipped, the reason stands in the text alone.
            reason = skip.get("message") or (skip.text or "").strip().partition("\n")[0] or "no reason given"
            skipped.append(f"{case.get('classname')}.{case.get('name')}: {reason}")
        elif case.find("failure") is not None or case.find("error") is not None:
            failed += 1
        else:
            passed += 1

print("Skipped tests:" if skipped else "Skipped tests: none")
for line in sorted(skipped):
    print("  " + line)
print(f"{passed} passed, {failed} failed, {len(skipped)} skipped")
sys.exit(1 if failed or not passed else 0)
