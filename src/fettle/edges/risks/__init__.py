"""How risks meet the world: the register, the matrix, a part of other records' pages, paper, REST."""
