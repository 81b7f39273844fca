"""The register of scored people: ids, names, teams, ids in other systems, bonus bases."""
